#include "shim.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>
#include <c10/util/Exception.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

thread_local std::string last_error;
thread_local std::vector<SsValue> last_results;

void remember(const char* message) noexcept {
    try { last_error = message; } catch (...) { last_error.clear(); }                // no memory left even for the message
}

template <class F> auto guarded(F&& body, decltype(body()) failure) noexcept -> decltype(body()) {
    try { return body(); }
    catch (const c10::Error& e) { remember(e.what_without_backtrace()); }
    catch (const std::exception& e) { remember(e.what()); }
    catch (...) { remember("an exception of unknown type"); }
    return failure;
}

// A handle is the TensorImpl itself, one reference of it: no second allocation, no second lifetime.
using Impl = c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>;

at::Tensor borrow(void* handle) { return at::Tensor(Impl::reclaim_copy(static_cast<at::TensorImpl*>(handle))); }
void* release(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

[[noreturn]] void refuse(const c10::Argument& argument, const SsValue& value) {
    static const char* const names[] = {"default", "none", "tensor", "int", "float", "bool", "int[]", "float[]", "tensor[]", "string"};
    throw std::invalid_argument("argument '" + argument.name() + "' is " + argument.type()->str() + ", not " + names[value.tag]);
}

int64_t as_int(const c10::Argument& argument, const SsValue& value) {
    if (value.tag == SS_INT || value.tag == SS_BOOL) return value.integer;
    refuse(argument, value);
}
double as_float(const c10::Argument& argument, const SsValue& value) {
    if (value.tag == SS_FLOAT) return value.number;
    if (value.tag == SS_INT) return static_cast<double>(value.integer);
    refuse(argument, value);
}

// Lists of tensors are built untyped, from the schema's element type: one way for Tensor[] and for Tensor?[], the indices of aten::index.
c10::IValue to_list(const c10::Argument& argument, const c10::TypePtr& element, const SsValue& value) {
    switch (element->kind()) {
    case c10::TypeKind::TensorType:
    case c10::TypeKind::OptionalType: {
        if (value.tag != SS_TENSORS) refuse(argument, value);
        const bool optional = element->kind() == c10::TypeKind::OptionalType;
        c10::impl::GenericList list(element);
        list.reserve(value.count);
        for (int i = 0; i < value.count; ++i) {
            void* handle = static_cast<void**>(value.pointer)[i];
            if (!handle && !optional)
                throw std::invalid_argument("argument '" + argument.name() + "' has no tensor at index " + std::to_string(i));
            list.push_back(handle ? c10::IValue(borrow(handle)) : c10::IValue());
        }
        return list;
    }
    case c10::TypeKind::FloatType: {
        if (value.tag == SS_INTS) {
            auto data = static_cast<const int64_t*>(value.pointer);
            return c10::IValue(std::vector<double>(data, data + value.count));
        }
        if (value.tag != SS_FLOATS) refuse(argument, value);
        auto data = static_cast<const double*>(value.pointer);
        return c10::IValue(std::vector<double>(data, data + value.count));
    }
    case c10::TypeKind::BoolType: {
        if (value.tag != SS_INTS) refuse(argument, value);
        c10::List<bool> list;
        for (int i = 0; i < value.count; ++i) list.push_back(static_cast<const int64_t*>(value.pointer)[i] != 0);
        return list;
    }
    case c10::TypeKind::IntType: {                       // int[], SymInt[]; one number stands for all of int[2]
        if (value.tag == SS_INT) return c10::IValue(std::vector<int64_t>(argument.N().value_or(1), value.integer));
        if (value.tag != SS_INTS) refuse(argument, value);
        auto data = static_cast<const int64_t*>(value.pointer);
        return c10::IValue(std::vector<int64_t>(data, data + value.count));
    }
    default: throw std::invalid_argument("argument '" + argument.name() + "' is " + argument.type()->str() + ", which is not supported");
    }
}

c10::IValue to_ivalue(const c10::Argument& argument, const SsValue& value) {
    if (value.tag == SS_DEFAULT) {
        if (argument.default_value()) return *argument.default_value();
        throw std::invalid_argument("argument '" + argument.name() + "' is missing");
    }
    c10::TypePtr type = argument.type();
    if (type->kind() == c10::TypeKind::OptionalType) {
        if (value.tag == SS_NONE) return c10::IValue();
        type = type->castRaw<c10::OptionalType>()->getElementType();
    }
    switch (type->kind()) {
    case c10::TypeKind::TensorType:
        if (value.tag == SS_NONE) throw std::invalid_argument("argument '" + argument.name() + "' is missing");
        if (value.tag != SS_TENSOR) refuse(argument, value);
        return borrow(value.pointer);
    case c10::TypeKind::FloatType: return as_float(argument, value);
    case c10::TypeKind::BoolType: return as_int(argument, value) != 0;
    case c10::TypeKind::NumberType:
        if (value.tag == SS_BOOL) return value.integer != 0;
        return value.tag == SS_INT ? c10::IValue(value.integer) : c10::IValue(as_float(argument, value));
    case c10::TypeKind::StringType:
        if (value.tag != SS_STRING) refuse(argument, value);
        return std::string(static_cast<const char*>(value.pointer), value.count);
    case c10::TypeKind::DeviceObjType:
        if (value.tag != SS_STRING) refuse(argument, value);
        return c10::Device(std::string(static_cast<const char*>(value.pointer), value.count));
    case c10::TypeKind::ListType: return to_list(argument, type->castRaw<c10::ListType>()->getElementType(), value);
    case c10::TypeKind::IntType: return as_int(argument, value);                     // int, SymInt, ScalarType, Layout, MemoryFormat
    default: throw std::invalid_argument("argument '" + argument.name() + "' is " + argument.type()->str() + ", which is not supported");
    }
}

void push_tensor(at::Tensor tensor) {
    SsValue value{SS_TENSOR, 1, {release(std::move(tensor))}};
    if (!value.pointer) value.tag = SS_NONE;
    last_results.push_back(value);
}

void push(const c10::IValue& result) {
    SsValue value{SS_NONE, 1, {nullptr}};
    if (result.isTensor()) return push_tensor(result.toTensor());
    if (result.isTensorList()) {
        for (const at::Tensor& tensor : result.toTensorVector()) push_tensor(tensor);
        return;
    }
    if (result.isInt()) { value.tag = SS_INT; value.integer = result.toInt(); }
    else if (result.isDouble()) { value.tag = SS_FLOAT; value.number = result.toDouble(); }
    else if (result.isBool()) { value.tag = SS_BOOL; value.integer = result.toBool(); }
    else if (!result.isNone()) throw std::invalid_argument("a result of type " + result.tagKind() + " is not supported");
    last_results.push_back(value);
}

} // namespace

const char* ss_last_error() { return last_error.c_str(); }

const char* ss_version() {
    return guarded([]() -> const char* {
        static const std::string text = [] {
            std::ostringstream out;
            out << "libtorch " << TORCH_VERSION << ", C++11 ABI " << _GLIBCXX_USE_CXX11_ABI << "\n";
            out << at::get_parallel_info() << at::show_config();
            return out.str();
        }();
        return text.c_str();
    }, nullptr);
}

int32_t ss_cuda_devices() { return guarded([]() -> int32_t { return static_cast<int32_t>(torch::cuda::device_count()); }, -1); }

void* ss_op(const char* name, const char* overload) {
    return guarded([&]() -> void* {
        std::string full(name);
        if (full.find("::") == std::string::npos) full = "aten::" + full;
        return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(full.c_str(), overload));
    }, nullptr);
}

const char* ss_op_schema(void* op) {
    return guarded([&]() -> const char* {
        thread_local std::string text;
        std::ostringstream out;
        out << static_cast<c10::OperatorHandle*>(op)->schema();
        text = out.str();
        return text.c_str();
    }, nullptr);
}

int32_t ss_call(void* op, const SsValue* arguments, int32_t count, const SsValue** results) {
    return guarded([&]() -> int32_t {
        const auto& handle = *static_cast<c10::OperatorHandle*>(op);
        const auto& wanted = handle.schema().arguments();
        if (static_cast<size_t>(count) > wanted.size())
            throw std::invalid_argument("takes " + std::to_string(wanted.size()) + " arguments, not " + std::to_string(count));
        thread_local torch::jit::Stack spare;            // lends its capacity; a call that fails drops its stack and the tensors on it
        torch::jit::Stack stack;
        stack.swap(spare);
        static const SsValue missing{SS_DEFAULT, 0, {nullptr}};
        for (size_t i = 0; i < wanted.size(); ++i)
            stack.push_back(to_ivalue(wanted[i], i < static_cast<size_t>(count) ? arguments[i] : missing));
        handle.callBoxed(stack);
        last_results.clear();
        try {
            for (const c10::IValue& result : stack) push(result);
        } catch (...) {
            for (const SsValue& value : last_results)
                if (value.tag == SS_TENSOR) ss_free(value.pointer);
            throw;
        }
        stack.clear();
        spare.swap(stack);
        *results = last_results.data();
        return static_cast<int32_t>(last_results.size());
    }, -1);
}

void ss_free(void* tensor) { if (tensor) Impl::reclaim(static_cast<at::TensorImpl*>(tensor)); }

int32_t ss_info(void* tensor, SsInfo* info) {
    return guarded([&]() -> int32_t {
        auto* impl = static_cast<at::TensorImpl*>(tensor);
        info->sizes = impl->sizes().data();
        info->strides = impl->strides().data();
        info->numel = impl->numel();
        info->rank = static_cast<int32_t>(impl->dim());
        info->dtype = static_cast<int32_t>(c10::typeMetaToScalarType(impl->dtype()));
        info->device = static_cast<int32_t>(impl->device().type());
        info->device_index = impl->device().index();
        info->requires_grad = impl->requires_grad();
        info->contiguous = impl->is_contiguous();
        return 0;
    }, -1);
}

void* ss_data(void* tensor) {
    return guarded([&]() -> void* {
        at::Tensor t = borrow(tensor);
        if (!t.device().is_cpu() || !t.is_contiguous()) throw std::invalid_argument("the tensor does not lie contiguous in CPU memory");
        return t.data_ptr();
    }, nullptr);
}

int32_t ss_set_requires_grad(void* tensor, int32_t on) {
    return guarded([&]() -> int32_t { borrow(tensor).requires_grad_(on != 0); return 0; }, -1);
}

int32_t ss_grad(void* tensor, void** grad) {
    return guarded([&]() -> int32_t { *grad = release(at::Tensor(borrow(tensor).grad())); return 0; }, -1);
}

int32_t ss_set_grad(void* tensor, void* grad) {
    return guarded([&]() -> int32_t {
        at::Tensor t = borrow(tensor), g = grad ? borrow(grad) : at::Tensor();
        if (g.defined() && (g.sizes() != t.sizes() || g.scalar_type() != t.scalar_type() || g.device() != t.device()))
            throw std::invalid_argument("a gradient has the shape, type and device of its tensor");
        t.mutable_grad() = g;
        return 0;
    }, -1);
}

int32_t ss_backward(void* tensor, void* grad) {
    return guarded([&]() -> int32_t {
        torch::autograd::backward({borrow(tensor)}, {grad ? borrow(grad) : at::Tensor()});
        return 0;
    }, -1);
}

int32_t ss_grad_mode(int32_t on) {
    bool before = c10::GradMode::is_enabled();
    c10::GradMode::set_enabled(on != 0);
    return before;
}

int32_t ss_seed(uint64_t seed) { return guarded([&]() -> int32_t { at::manual_seed(seed); return 0; }, -1); }

int32_t ss_threads(int32_t count) {
    return guarded([&]() -> int32_t { if (count > 0) at::set_num_threads(count); return at::get_num_threads(); }, -1);
}

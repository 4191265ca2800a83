// libtorch behind a C interface: any ATen operator through one boxed call, and the few things that are no operators.
// Nothing throws across this border: a function that can fail returns a negative number or null and leaves its message in ss_last_error().
#pragma once
#include <cstdint>

#define SS_API extern "C" __attribute__((visibility("default")))

enum SsTag : int32_t { SS_DEFAULT, SS_NONE, SS_TENSOR, SS_INT, SS_FLOAT, SS_BOOL, SS_INTS, SS_FLOATS, SS_TENSORS, SS_STRING };

// One argument or result: 16 bytes. Lists and strings point to `count` elements owned by the caller.
struct SsValue {
    int32_t tag;
    int32_t count;
    union { void* pointer; int64_t integer; double number; };
};

struct SsInfo {
    const int64_t* sizes;    // valid while the tensor lives and is not resized
    const int64_t* strides;
    int64_t numel;
    int32_t rank;
    int32_t dtype;           // c10::ScalarType
    int32_t device;          // c10::DeviceType
    int32_t device_index;
    int32_t requires_grad;
    int32_t contiguous;
};

SS_API const char* ss_last_error();
SS_API const char* ss_version();                                   // libtorch's version, C++ ABI, parallel back end
SS_API int32_t ss_cuda_devices();

SS_API void* ss_op(const char* name, const char* overload);        // null: no such operator
SS_API const char* ss_op_schema(void* op);
// Missing trailing arguments take the schema's defaults. Results are valid until the next call on this thread;
// each tensor in them is a new reference, which the caller frees.
SS_API int32_t ss_call(void* op, const SsValue* arguments, int32_t count, const SsValue** results);

SS_API void ss_free(void* tensor);
SS_API int32_t ss_info(void* tensor, SsInfo* info);
SS_API void* ss_data(void* tensor);                                // null unless it lies contiguous in CPU memory

SS_API int32_t ss_set_requires_grad(void* tensor, int32_t on);
SS_API int32_t ss_grad(void* tensor, void** grad);                 // a new reference, or null
SS_API int32_t ss_set_grad(void* tensor, void* grad);              // null clears it
SS_API int32_t ss_backward(void* tensor, void* grad);
SS_API int32_t ss_grad_mode(int32_t on);                           // returns the mode before

SS_API int32_t ss_seed(uint64_t seed);
SS_API int32_t ss_threads(int32_t count);                          // 0: leave; returns the count in force

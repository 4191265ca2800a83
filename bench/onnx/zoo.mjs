// Small ONNX models of every operator that is imported, each with a random input and what onnxruntime-node makes of it: the data of the
// importer's tests. Usage: node zoo.mjs FOLDER; writes NAME.onnx and NAME.safetensors (image, and the outputs under their names).
// The models are written here by the numbers of onnx.proto, not by the code they test.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';

const folder = process.argv[2];
if (!folder) {
    console.error('usage: node zoo.mjs FOLDER');
    process.exit(2);
}
let seed = 7;
const cases = [];

// What a case is made of: c(name, opset, input shape, [node, ...]); a node is [operator, inputs, outputs, attributes]. An input is a name, or
// a constant from w (random reals), r (given reals), i (whole numbers).
const c = (name, opset, shape, nodes, options = {}) => cases.push({ name, opset, shape, nodes, ...options });
const w = (...dims) => ({ dims, type: 1, data: Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() * 2 - 1) });
const r = (...data) => ({ dims: [data.length], type: 1, data: Float32Array.from(data) });
const scalar = number => ({ dims: [], type: 1, data: Float32Array.of(number) });
const i = (...data) => ({ dims: [data.length], type: 7, data: BigInt64Array.from(data.map(BigInt)) });
const whole = number => ({ dims: [], type: 7, data: BigInt64Array.of(BigInt(number)) });
const f = number => ({ real: number });
const positive = tensor => ({ ...tensor, data: tensor.data.map(x => Math.abs(x) + 0.1) });

// Convolutions: groups, strides, dilations, pads, one axis, auto_pad.
c('conv', 13, [1, 3, 9, 8], [['Conv', ['x', w(4, 3, 3, 3), w(4)], ['y'], { pads: [1, 1, 1, 1], strides: [2, 2] }]]);
c('conv_groups_dilated', 13, [1, 4, 11, 12], [['Conv', ['x', w(6, 2, 3, 3)], ['y'], { group: 2, dilations: [2, 2], pads: [2, 2, 2, 2] }]]);
c('conv_asymmetric_pads', 13, [1, 2, 7, 7], [['Conv', ['x', w(3, 2, 3, 2), w(3)], ['y'], { pads: [0, 1, 2, 0], strides: [2, 2] }]]);
c('conv_rectangular', 13, [1, 2, 9, 10], [['Conv', ['x', w(3, 2, 1, 7)], ['y'], { pads: [0, 3, 0, 3] }]]);
c('conv_strides_differ', 13, [1, 2, 9, 10], [['Conv', ['x', w(3, 2, 3, 3), w(3)], ['y'], { strides: [2, 3], pads: [1, 1, 1, 1] }]]);
c('conv_strides_share', 13, [1, 2, 12, 13], [['Conv', ['x', w(3, 2, 3, 3)], ['y'], { strides: [4, 2] }]]);
c('conv_dilations_differ', 13, [1, 2, 9, 10], [['Conv', ['x', w(3, 2, 3, 3), w(3)], ['y'], { dilations: [1, 2], pads: [1, 2, 1, 2] }]]);
c('conv_same_upper', 13, [1, 2, 7, 10], [['Conv', ['x', w(3, 2, 3, 4)], ['y'], { auto_pad: 'SAME_UPPER', strides: [2, 3] }]]);
c('conv_same_lower', 11, [1, 2, 7, 10], [['Conv', ['x', w(3, 2, 2, 4)], ['y'], { auto_pad: 'SAME_LOWER', strides: [2, 2] }]]);
c('conv_valid', 11, [1, 2, 7, 10], [['Conv', ['x', w(3, 2, 2, 4)], ['y'], { auto_pad: 'VALID' }]]);
c('conv_1d', 13, [1, 3, 15], [['Conv', ['x', w(4, 3, 5), w(4)], ['y'], { pads: [2, 1], strides: [2], dilations: [2] }]]);
c('conv_transpose', 13, [1, 3, 5, 4], [['ConvTranspose', ['x', w(3, 2, 2, 2), w(2)], ['y'], { strides: [2, 2] }]]);
c('conv_transpose_pads', 13, [1, 4, 5, 6], [['ConvTranspose', ['x', w(4, 3, 4, 4)], ['y'], { strides: [2, 2], pads: [1, 1, 1, 1], group: 2 }]]);
c('conv_transpose_extra', 13, [1, 2, 5, 4], [['ConvTranspose', ['x', w(2, 3, 3, 3)], ['y'], { strides: [2, 2], pads: [1, 0, 1, 2], output_padding: [1, 1] }]]);
c('conv_transpose_dilated', 13, [1, 2, 5, 4], [['ConvTranspose', ['x', w(2, 3, 3, 2)], ['y'], { dilations: [2, 2], pads: [3, 1, 4, 2] }]]);

// Matrices.
c('gemm', 13, [1, 6], [['Gemm', ['x', w(6, 4), w(4)], ['y'], { alpha: f(0.5), beta: f(2) }]]);
c('gemm_turned', 13, [1, 2, 3, 2], [['Flatten', ['x'], ['v'], {}], ['Gemm', ['v', w(5, 12), w(1, 5)], ['y'], { transB: 1 }]]);
c('gemm_rows', 13, [1, 2, 3, 4], [['Reshape', ['x', i(6, 4)], ['v'], {}], ['Gemm', ['v', w(4, 5), w(5)], ['y'], {}]]);
c('gemm_column', 13, [1, 6], [['Reshape', ['x', i(6, 1)], ['v'], {}], ['Gemm', ['v', w(6, 3)], ['y'], { transA: 1 }]]);
c('matmul_add', 13, [1, 6], [['MatMul', ['x', w(6, 4)], ['v'], {}], ['Add', ['v', w(4)], ['y'], {}]]);
c('matmul_rows', 13, [1, 2, 5, 3], [['MatMul', ['x', w(3, 4)], ['y'], {}]]);
c('matmul_left', 13, [1, 4, 6], [['MatMul', [w(3, 4), 'x'], ['y'], {}]]);
c('batch_norm', 15, [1, 3, 4, 5], [['BatchNormalization', ['x', w(3), w(3), w(3), positive(w(3))], ['y'], { epsilon: f(0.001) }]]);
c('batch_norm_old', 9, [1, 3], [['BatchNormalization', ['x', w(3), w(3), w(3), positive(w(3))], ['y'], {}]]);

// Pools and reductions.
c('max_pool', 13, [1, 2, 9, 8], [['MaxPool', ['x'], ['y'], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }]]);
c('max_pool_ceil', 13, [1, 2, 8, 9], [['MaxPool', ['x'], ['y'], { kernel_shape: [3, 2], strides: [2, 3], pads: [1, 0, 0, 1], ceil_mode: 1 }]]);
c('max_pool_dilated', 13, [1, 2, 8, 9], [['MaxPool', ['x'], ['y'], { kernel_shape: [2, 3], dilations: [3, 2], pads: [1, 2, 1, 2] }]]);
c('max_pool_same', 13, [1, 2, 8, 9], [['MaxPool', ['x'], ['y'], { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' }]]);
c('max_pool_1d', 13, [1, 2, 11], [['MaxPool', ['x'], ['y'], { kernel_shape: [3], strides: [2] }]]);
c('average_pool', 13, [1, 2, 9, 8], [['AveragePool', ['x'], ['y'], { kernel_shape: [3, 2], strides: [2, 2], pads: [1, 0, 1, 1] }]]);
c('average_pool_padded', 13, [1, 2, 9, 8], [['AveragePool', ['x'], ['y'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 }]]);
c('average_pool_ceil', 13, [1, 2, 8, 8], [['AveragePool', ['x'], ['y'], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }]]);
c('global_average_pool', 13, [1, 3, 5, 4], [['GlobalAveragePool', ['x'], ['y'], {}]]);
c('global_max_pool', 13, [1, 3, 5, 4], [['GlobalMaxPool', ['x'], ['y'], {}]]);
c('reduce_mean', 13, [1, 3, 5, 4], [['ReduceMean', ['x'], ['y'], { axes: [2, 3], keepdims: 0 }]]);
c('reduce_mean_18', 18, [1, 3, 5, 4], [['ReduceMean', ['x', i(-1, 1)], ['y'], {}]]);
c('reduce_sum', 13, [1, 3, 5, 4], [['ReduceSum', ['x', i(1)], ['y'], { keepdims: 0 }]]);
c('reduce_max_all', 12, [1, 3, 5, 4], [['ReduceMax', ['x'], ['y'], {}]]);
c('reduce_min_five', 12, [1, 2, 3, 8], [['Reshape', ['x', i(1, 2, 3, 2, 4)], ['v'], {}], ['ReduceMin', ['v'], ['y'], { axes: [2, 4], keepdims: 0 }]]);
c('arg_max', 13, [1, 5, 3, 4], [['ArgMax', ['x'], ['v'], { axis: 1, keepdims: 0 }], ['Cast', ['v'], ['y'], { to: 1 }]]);

// Arithmetic, constants and stretching.
c('add', 13, [1, 2, 3, 4], [['Relu', ['x'], ['v'], {}], ['Add', ['x', 'v'], ['y'], {}]]);
c('sum', 13, [1, 2, 3, 4], [['Relu', ['x'], ['v'], {}], ['Sum', ['x', 'v', 'x'], ['y'], {}]]);
c('sum_stretched', 13, [1, 2, 3, 4], [['Sum', ['x', w(2, 1, 1), w(3, 1)], ['y'], {}]]);
c('sub_constants', 13, [1, 2, 3, 4], [['Sub', ['x', w(1, 2, 1, 1)], ['v'], {}], ['Sub', [w(2, 1, 1), 'v'], ['y'], {}]]);
c('mul_div_scalar', 13, [1, 2, 3, 4], [['Mul', ['x', scalar(3)], ['v'], {}], ['Div', ['v', r(0.7)], ['y'], {}]]);
c('div_by_value', 13, [1, 2, 3, 4], [['Exp', ['x'], ['v'], {}], ['Div', [scalar(2), 'v'], ['y'], {}]]);
c('mul_plane', 13, [1, 2, 3, 4], [['Mul', ['x', w(3, 4)], ['y'], {}]]);
c('mul_gate', 13, [1, 2, 3, 4], [['GlobalAveragePool', ['x'], ['v'], {}], ['Sigmoid', ['v'], ['s'], {}], ['Mul', ['x', 's'], ['y'], {}]]);
c('mul_by_turns', 13, [1, 2, 3, 4], [['Reshape', ['x', i(1, 2, 1, 3, 4)], ['v'], {}], ['Mul', ['v', w(1, 1, 5, 1, 4)], ['y'], {}]]);
c('pow', 13, [1, 2, 3, 4], [['Pow', ['x', scalar(2)], ['v'], {}], ['Pow', ['v', scalar(0.5)], ['s'], {}], ['Pow', ['s', scalar(3)], ['y'], {}]]);
c('max_min', 13, [1, 2, 3, 4], [['Max', ['x', scalar(-0.5)], ['v'], {}], ['Min', ['v', scalar(0.25)], ['s'], {}], ['Max', ['s', 'x', w(2, 1, 1)], ['y'], {}]]);
c('max_zero', 13, [1, 2, 3, 4], [['Max', ['x', scalar(0)], ['y'], {}]]);

// Activations.
c('relu', 13, [1, 2, 3, 4], [['Relu', ['x'], ['y'], {}]]);
c('clip_10', 10, [1, 2, 3, 4], [['Clip', ['x'], ['y'], { min: f(0), max: f(0.5) }]]);
c('clip_11', 11, [1, 2, 3, 4], [['Clip', ['x', scalar(-0.25), scalar(0.5)], ['y'], {}]]);
c('clip_below', 13, [1, 2, 3, 4], [['Clip', ['x', scalar(0)], ['v'], {}], ['Clip', ['v', '', scalar(0.75)], ['y'], {}]]);
c('leaky_relu', 13, [1, 2, 3, 4], [['LeakyRelu', ['x'], ['y'], { alpha: f(0.125) }]]);
c('prelu', 13, [1, 2, 3, 4], [['PRelu', ['x', r(0.25)], ['y'], {}]]);
c('prelu_channels', 13, [1, 2, 3, 4], [['PRelu', ['x', w(2, 1, 1)], ['y'], {}]]);
for (const name of ['Sigmoid', 'Tanh', 'Exp', 'Erf', 'Neg', 'Abs', 'Softplus', 'HardSwish', 'HardSigmoid', 'Elu'])
    c(name.toLowerCase(), 14, [1, 2, 3, 4], [[name, ['x'], ['y'], {}]]);
c('log_sqrt', 13, [1, 2, 3, 4], [['Abs', ['x'], ['v'], {}], ['Sqrt', ['v'], ['s'], {}], ['Add', ['s', scalar(1)], ['t'], {}], ['Log', ['t'], ['u'], {}], ['Add', ['u', scalar(1)], ['q'], {}], ['Reciprocal', ['q'], ['y'], {}]]);
c('mish', 18, [1, 2, 3, 4], [['Mish', ['x'], ['y'], {}]]);
c('gelu', 20, [1, 2, 3, 4], [['Gelu', ['x'], ['v'], {}], ['Gelu', ['v'], ['y'], { approximate: 'tanh' }]]);
c('softmax_12', 12, [1, 2, 3, 4], [['Softmax', ['x'], ['y'], {}]]);
c('softmax_12_axis', 12, [1, 2, 3, 4], [['Softmax', ['x'], ['y'], { axis: 3 }]]);
c('softmax_13', 13, [1, 2, 3, 4], [['Softmax', ['x'], ['y'], { axis: 1 }]]);
c('softmax_vector', 11, [1, 7], [['Softmax', ['x'], ['y'], {}]]);
c('log_softmax', 13, [1, 2, 3, 4], [['LogSoftmax', ['x'], ['y'], {}]]);

// Shapes and moves.
c('concat', 13, [1, 2, 3, 4], [['Relu', ['x'], ['v'], {}], ['Concat', ['x', 'v', w(1, 1, 3, 4)], ['y'], { axis: 1 }]]);
c('concat_width', 13, [1, 2, 3, 4], [['Relu', ['x'], ['v'], {}], ['Concat', ['x', 'v'], ['y'], { axis: -1 }]]);
c('concat_height', 13, [1, 2, 3, 4], [['Relu', ['x'], ['v'], {}], ['Concat', ['v', 'x'], ['y'], { axis: 2 }]]);
c('concat_batch', 13, [1, 2, 3, 4], [['Relu', ['x'], ['v'], {}], ['Concat', ['v', 'x'], ['y'], { axis: 0 }]]);
c('split', 13, [1, 6, 3, 4], [['Split', ['x', i(1, 2, 3)], ['a', 'b', 'y'], { axis: 1 }], ['Relu', ['b'], ['z'], {}]], { outputs: ['y', 'z'] });
c('split_11', 11, [1, 2, 3, 8], [['Split', ['x'], ['y', 'z'], { axis: 3 }]], { outputs: ['y', 'z'] });
c('split_18', 18, [1, 7, 2, 2], [['Split', ['x'], ['y', 'z', 'q'], { axis: 1, num_outputs: 3 }]], { outputs: ['y', 'z', 'q'] });
c('slice', 13, [1, 4, 6, 7], [['Slice', ['x', i(1, -6), i(4, 9999), i(1, 3), i(1, 2)], ['y'], {}]]);
c('slice_9', 9, [1, 4, 6, 7], [['Slice', ['x'], ['y'], { starts: [1, 0], ends: [3, -1], axes: [2, 3] }]]);
c('slice_back', 13, [1, 4, 6, 7], [['Slice', ['x', i(-1), i(-9999), i(2), i(-2)], ['y'], {}]]);
c('focus', 11, [1, 3, 8, 8], [['Slice', ['x', i(0), i(9999), i(2), i(2)], ['a'], {}], ['Slice', ['x', i(1), i(9999), i(2), i(2)], ['b'], {}], ['Concat', ['a', 'b'], ['y'], { axis: 1 }]]);
c('gather', 13, [1, 4, 3, 5], [['Gather', ['x', i(3, 0, -2)], ['y'], { axis: 1 }]]);
c('gather_one', 13, [1, 4, 3, 5], [['Gather', ['x', whole(-1)], ['y'], { axis: 2 }]]);
c('tile', 13, [1, 2, 3, 4], [['Tile', ['x', i(1, 2, 1, 3)], ['y'], {}]]);
c('expand', 13, [1, 2, 1, 4], [['Expand', ['x', i(2, 1, 3, 1)], ['y'], {}]]);
c('transpose', 13, [1, 2, 3, 4], [['Transpose', ['x'], ['y'], { perm: [0, 2, 3, 1] }]]);
c('transpose_all', 13, [1, 2, 3, 4], [['Transpose', ['x'], ['y'], {}]]);
c('channel_shuffle', 13, [1, 6, 2, 3], [['Reshape', ['x', i(1, 2, 3, 2, 3)], ['v'], {}], ['Transpose', ['v'], ['s'], { perm: [0, 2, 1, 3, 4] }], ['Reshape', ['s', i(0, -1, 2, 3)], ['y'], {}]]);
c('depth_to_space', 13, [1, 8, 2, 3], [['DepthToSpace', ['x'], ['y'], { blocksize: 2 }]]);
c('pixel_shuffle', 13, [1, 8, 2, 3], [['DepthToSpace', ['x'], ['y'], { blocksize: 2, mode: 'CRD' }]]);
c('space_to_depth', 13, [1, 2, 4, 6], [['SpaceToDepth', ['x'], ['y'], { blocksize: 2 }]]);
c('flatten', 13, [1, 2, 3, 4], [['Flatten', ['x'], ['y'], { axis: 2 }]]);
c('squeeze_unsqueeze', 13, [1, 2, 1, 4], [['Squeeze', ['x', i(2)], ['v'], {}], ['Unsqueeze', ['v', i(0, -1)], ['y'], {}]]);
c('squeeze_11', 11, [1, 2, 1, 4], [['Squeeze', ['x'], ['v'], { axes: [2] }], ['Unsqueeze', ['v'], ['y'], { axes: [1] }]]);
c('pad', 13, [1, 2, 3, 4], [['Pad', ['x', i(0, 0, 1, 2, 0, 0, 0, 1)], ['y'], {}]]);
c('pad_channels', 13, [1, 2, 3, 4], [['Pad', ['x', i(0, 1, 0, 0, 0, 2, 0, -1)], ['y'], { mode: 'constant' }]]);
c('pad_9', 9, [1, 2, 3, 4], [['Pad', ['x'], ['y'], { pads: [0, 0, 1, 1, 0, 0, 1, 1] }]]);
c('pad_reflect', 13, [1, 2, 5, 4], [['Pad', ['x', i(0, 0, 2, 1, 0, 0, 1, 3)], ['y'], { mode: 'reflect' }]]);
c('pad_edge', 13, [1, 2, 3, 4], [['Pad', ['x', i(0, 0, 2, 1, 0, 0, 1, 3)], ['y'], { mode: 'edge' }]]);
c('dropout_identity', 13, [1, 2, 3, 4], [['Dropout', ['x'], ['v'], {}], ['Identity', ['v'], ['y'], {}]]);

// Resizing.
c('upsample_9', 9, [1, 2, 3, 4], [['Upsample', ['x', r(1, 1, 2, 2)], ['y'], { mode: 'nearest' }]]);
c('resize_10', 10, [1, 2, 4, 4], [['Resize', ['x', r(1, 1, 1.5, 2)], ['y'], { mode: 'nearest' }]]);
c('resize_linear_10', 10, [1, 2, 4, 4], [['Resize', ['x', r(1, 1, 2, 2)], ['y'], { mode: 'linear' }]]);
for (const mode of ['nearest', 'linear', 'cubic']) {
    for (const coordinates of ['half_pixel', 'align_corners', 'asymmetric', 'pytorch_half_pixel']) {
        c(`resize_${mode}_${coordinates}`, 13, [1, 2, 4, 5], [['Resize', ['x', '', '', i(1, 2, 7, 9)], ['y'], { mode, coordinate_transformation_mode: coordinates, nearest_mode: 'floor' }]]);
        c(`resize_${mode}_${coordinates}_scales`, 13, [1, 2, 4, 5], [['Resize', ['x', '', r(1, 1, 0.6, 2.5)], ['y'], { mode, coordinate_transformation_mode: coordinates }]]);
    }
}
c('resize_default_twice', 13, [1, 2, 3, 4], [['Resize', ['x', '', r(1, 1, 2, 2)], ['y'], {}]]);
c('resize_ceil', 13, [1, 2, 3, 4], [['Resize', ['x', '', r(1, 1, 1.7, 1.3)], ['y'], { nearest_mode: 'ceil', coordinate_transformation_mode: 'asymmetric' }]]);
c('resize_prefer_ceil', 13, [1, 2, 3, 4], [['Resize', ['x', '', r(1, 1, 0.5, 0.5)], ['y'], { nearest_mode: 'round_prefer_ceil' }]]);

// Shapes that a runtime works out: what PyTorch writes for flatten and interpolate.
c('dynamic_flatten', 13, [1, 2, 3, 4], [['Shape', ['x'], ['s'], {}], ['Gather', ['s', whole(0)], ['b'], {}], ['Unsqueeze', ['b', i(0)], ['u'], {}], ['Concat', ['u', i(-1)], ['t'], { axis: 0 }], ['Reshape', ['x', 't'], ['y'], {}]]);
c('dynamic_resize', 13, [1, 2, 3, 4], [['Shape', ['x'], ['s'], {}], ['Slice', ['s', i(2), i(4), i(0)], ['hw'], {}], ['Cast', ['hw'], ['real'], { to: 1 }], ['Mul', ['real', scalar(1.5)], ['more'], {}], ['Floor', ['more'], ['floor'], {}], ['Cast', ['floor'], ['size'], { to: 7 }],
    ['Slice', ['s', i(0), i(2), i(0)], ['nc'], {}], ['Concat', ['nc', 'size'], ['sizes'], { axis: 0 }], ['Resize', ['x', '', '', 'sizes'], ['y'], { mode: 'linear', coordinate_transformation_mode: 'pytorch_half_pixel' }]]);
c('dynamic_grid', 13, [1, 2, 3, 4], [['Range', [whole(0), whole(4), whole(1)], ['g'], {}], ['Cast', ['g'], ['real'], { to: 1 }], ['Expand', ['real', i(3, 4)], ['grid'], {}], ['Add', ['x', 'grid'], ['y'], {}]]);
c('dynamic_where', 13, [1, 2, 3, 4], [['ConstantOfShape', [i(4)], ['ones'], { value: { dims: [1], type: 7, data: BigInt64Array.of(1n) } }], ['Mul', ['ones', i(-1, -1, -1, -1)], ['m'], {}], ['Equal', ['m', i(-1, 2, 3, -1)], ['e'], {}], ['Where', ['e', 'ones', i(5, 2, 3, 5)], ['t'], {}],
    ['Reshape', ['x', i(1, 2, 3, 4)], ['v'], {}], ['Expand', ['v', 't'], ['y'], {}]]);

// The end of a YOLOv8 as Ultralytics writes it, with small sides: distributions to distances to boxes.
function detect(name, sides, classes, regMax, image) {
    const nodes = [], flat = [], anchors = sides.reduce((sum, side) => sum + side * side, 0);
    sides.forEach((side, level) => {
        const stride = image / side, features = 4;
        nodes.push(['Conv', ['x', w(features, 3, stride, stride)], [`p${level}`], { strides: [stride, stride] }]);
        nodes.push(['Conv', [`p${level}`, w(4 * regMax, features, 1, 1), w(4 * regMax)], [`box${level}`], {}], ['Conv', [`p${level}`, w(classes, features, 1, 1), w(classes)], [`cls${level}`], {}]);
        nodes.push(['Concat', [`box${level}`, `cls${level}`], [`map${level}`], { axis: 1 }], ['Reshape', [`map${level}`, i(1, 4 * regMax + classes, -1)], [`flat${level}`], {}]);
        flat.push(`flat${level}`);
    });
    const points = new Float32Array(2 * anchors), strides = new Float32Array(anchors);
    let at = 0;
    for (const side of sides) {
        for (let cell = 0; cell < side * side; cell++, at++) [points[at], points[anchors + at], strides[at]] = [cell % side + 0.5, Math.floor(cell / side) + 0.5, image / side];
    }
    const P = { dims: [1, 2, anchors], type: 1, data: points }, S = { dims: [1, anchors], type: 1, data: strides };
    const bins = { dims: [1, regMax, 1, 1], type: 1, data: Float32Array.from({ length: regMax }, (_, bin) => bin) };
    nodes.push(['Concat', flat, ['all'], { axis: 2 }], ['Split', ['all', i(4 * regMax, classes)], ['dist', 'logits'], { axis: 1 }],
        ['Reshape', ['dist', i(1, 4, regMax, anchors)], ['sides'], {}], ['Transpose', ['sides'], ['turned'], { perm: [0, 2, 1, 3] }], ['Softmax', ['turned'], ['soft'], { axis: 1 }],
        ['Conv', ['soft', bins], ['mean'], {}], ['Reshape', ['mean', i(1, 4, anchors)], ['ltrb'], {}],
        ['Slice', ['ltrb', i(0), i(2), i(1)], ['lt'], {}], ['Slice', ['ltrb', i(2), i(4), i(1)], ['rb'], {}],
        ['Sub', [P, 'lt'], ['x1y1'], {}], ['Add', [P, 'rb'], ['x2y2'], {}], ['Add', ['x1y1', 'x2y2'], ['both'], {}], ['Div', ['both', scalar(2)], ['centre'], {}], ['Sub', ['x2y2', 'x1y1'], ['extent'], {}],
        ['Concat', ['centre', 'extent'], ['cells'], { axis: 1 }], ['Mul', ['cells', S], ['pixels'], {}], ['Sigmoid', ['logits'], ['scores'], {}], ['Concat', ['pixels', 'scores'], ['y'], { axis: 1 }]);
    c(name, 17, [1, 3, image, image], nodes, { metadata: { names: "{0: 'cat', 1: \"dog's\", 2: 'bird'}", stride: '32' } });
}
detect('yolov8_detect', [8, 4, 2], 3, 16, 32);
detect('yolov8_detect_one_level', [4], 3, 8, 32);

mkdirSync(folder, { recursive: true });
for (const one of cases) {
    const file = model(one);
    writeFileSync(join(folder, `${one.name}.onnx`), file);
    const size = one.shape.reduce((a, b) => a * b, 1);
    const image = Float32Array.from({ length: size }, () => random() * 2 - 1);
    let results;
    try {
        const session = await ort.InferenceSession.create(file, { graphOptimizationLevel: 'disabled', logSeverityLevel: 3 });
        results = await session.run({ x: new ort.Tensor('float32', image, one.shape) });
    } catch (error) {
        console.error(`${one.name}: ${error.message}`);
        process.exitCode = 1;
        continue;
    }
    const sizes = one.shape.length === 4 ? one.shape : one.shape.length === 3 ? [1, one.shape[1], 1, one.shape[2]] : [1, one.shape[1], 1, 1];
    const tensors = { image: { shape: sizes, data: image } };
    for (const [name, { dims, data }] of Object.entries(results)) tensors[name] = { shape: dims, data };
    writeFileSync(join(folder, `${one.name}.safetensors`), safetensors(tensors));
}
console.log(`${cases.length} models in ${folder}`);

function model({ name, opset, shape, nodes, outputs = ['y'], metadata = {} }) {
    const initialisers = [], written = [];
    for (const [operator, inputs, results, attributes] of nodes) {
        const names = inputs.map(input => {
            if (typeof input === 'string') return input;
            const constant = `constant${initialisers.length}`;
            initialisers.push(field(5, tensor(constant, input)));
            return constant;
        });
        written.push(field(1, Buffer.concat([
            ...names.map(n => field(1, Buffer.from(n))), ...results.map(n => field(2, Buffer.from(n))), field(3, Buffer.from(`${operator}_${results[0]}`)), field(4, Buffer.from(operator)),
            ...Object.entries(attributes).map(([key, value]) => field(5, attribute(key, value)))])));
    }
    const graph = Buffer.concat([...written, field(2, Buffer.from(name)), ...initialisers, field(11, port('x', shape)), ...outputs.map(output => field(12, port(output)))]);
    const entries = Object.entries(metadata).map(([key, value]) => field(14, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))])));
    return Buffer.concat([number(1, 8), field(7, graph), field(8, Buffer.concat([field(1, Buffer.from('')), number(2, opset)])), ...entries]);
}

function port(name, shape) {
    const sizes = shape ? field(2, Buffer.concat(shape.map(size => field(1, number(1, size))))) : Buffer.alloc(0);
    return Buffer.concat([field(1, Buffer.from(name)), field(2, field(1, Buffer.concat([number(1, 1), sizes])))]);
}

function tensor(name, { dims, type, data }) {
    return Buffer.concat([...dims.map(size => number(1, size)), number(2, type), field(8, Buffer.from(name)), field(9, Buffer.from(data.buffer, data.byteOffset, data.byteLength))]);
}

// AttributeProto: 2 f, 3 i, 4 s, 5 t, 8 ints; 20 the type.
function attribute(name, value) {
    const key = field(1, Buffer.from(name));
    if (Array.isArray(value)) return Buffer.concat([key, ...value.map(v => number(8, v)), number(20, 7)]);
    if (typeof value === 'string') return Buffer.concat([key, field(4, Buffer.from(value)), number(20, 3)]);
    if (typeof value === 'number') return Buffer.concat([key, number(3, value), number(20, 2)]);
    if (value.data) return Buffer.concat([key, field(5, tensor('', value)), number(20, 4)]);
    const bits = Buffer.alloc(5);
    bits[0] = 2 << 3 | 5;
    bits.writeFloatLE(value.real, 1);
    return Buffer.concat([key, bits, number(20, 1)]);
}

function number(field, value) {
    return Buffer.from([...varint(field << 3), ...varint(value)]);
}

function field(number, content) {
    return Buffer.concat([Buffer.from([...varint(number << 3 | 2), ...varint(content.length)]), content]);
}

function varint(value) {
    const bytes = [];
    for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
        bytes.push(Number(rest & 127n) | (rest < 128n ? 0 : 128));
        if (rest < 128n) return bytes;
    }
}

function safetensors(tensors) {
    const [header, parts] = [{}, []];
    let at = 0;
    for (const [name, { shape, data }] of Object.entries(tensors)) {
        const real = Float32Array.from(data, Number);
        header[name] = { dtype: 'F32', shape, data_offsets: [at, at += real.byteLength] };
        parts.push(Buffer.from(real.buffer));
    }
    const text = JSON.stringify(header), padded = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8)), length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(padded.length));
    return Buffer.concat([length, padded, ...parts]);
}

// mulberry32: the same numbers from 0 to 1 everywhere.
function random() {
    seed = seed + 0x6D2B79F5 | 0;
    let x = Math.imul(seed ^ seed >>> 15, 1 | seed);
    x = x + Math.imul(x ^ x >>> 7, 61 | x) ^ x;
    return ((x ^ x >>> 14) >>> 0) / 4294967296;
}

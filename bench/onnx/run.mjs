// Runs exported networks in onnxruntime-node, the runtime that a user of ONNX has. Usage:
//   node run.mjs check net.onnx input.bin H W PREFIX [value ...]    raw float32 in; PREFIX<output>.bin out, values inside the graph too
//   node run.mjs time net.onnx H W RUNS THREADS                     seconds an image, as the PyTorch peer prints them
//   node run.mjs serve net.onnx H W                               on standard input a line of names, then images; out come their values
//   node run.mjs picture H W SEED image.safetensors                 a random picture for `spikesharp forward`
//   node run.mjs image net.onnx image.safetensors SIZE              a random image for any network; SIZE where the file leaves it open
//   node run.mjs agree net.onnx image.safetensors result.safetensors       outputs to 1e-4; exit status 6 otherwise
//   node run.mjs compare net.onnx image.safetensors result.safetensors     this runtime against what `spikesharp forward` wrote
import { readFileSync, writeFileSync } from 'node:fs';
import { resourceUsage } from 'node:process';
import * as ort from 'onnxruntime-node';

const actions = { check, time, serve, picture, image: imageFor, agree, compare };
const [action, ...words] = process.argv.slice(2);
if (!actions[action]) {
    console.error(readFileSync(new URL(import.meta.url), 'utf8').split('\n').filter(line => line.startsWith('//')).map(line => line.slice(3)).join('\n'));
    process.exit(2);
}
await actions[action](...words);

async function check(network, input, height, width, prefix, ...inside) {
    const bytes = readFileSync(input);
    const pixels = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const session = await open(withOutputs(readFileSync(network), inside));
    const results = await session.run({ images: image(pixels, height, width) });
    for (const [name, tensor] of Object.entries(results)) {
        writeFileSync(`${prefix}${name}.bin`, new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength));
        console.log(`${name}  [${tensor.dims.join(', ')}]`);
    }
}

async function time(network, height, width, runs, threads) {
    const session = await open(readFileSync(network), Number(threads));
    const random = generator(1);
    const input = { images: image(Float32Array.from({ length: 3 * height * width }, random), height, width) };
    const seconds = [];
    for (let i = 0; i <= runs; i++) {
        const start = performance.now();
        await session.run(input);
        if (i > 0) seconds.push((performance.now() - start) / 1000);        // the first run also allocates
    }
    seconds.sort((a, b) => a - b);
    const half = seconds.length >> 1;
    const median = seconds.length % 2 ? seconds[half] : (seconds[half - 1] + seconds[half]) / 2;
    const rss = resourceUsage().maxRSS / 1024;
    console.log(`infer seconds/image median ${median.toFixed(6)} min ${seconds[0].toFixed(6)}; peak RSS ${rss.toFixed(0)} MiB`);
}

// A line of names parted by tabs, then raw float32 images; for every image each name's count of numbers, then the numbers.
async function serve(network, height, width) {
    const size = 3 * height * width * 4;
    let [session, names, waiting] = [null, null, Buffer.alloc(0)];
    for await (const part of process.stdin) {
        waiting = Buffer.concat([waiting, part]);
        if (!names && waiting.includes(10)) {
            const end = waiting.indexOf(10);
            names = waiting.toString('utf8', 0, end).split('\t');
            waiting = waiting.subarray(end + 1);
            const model = readFileSync(network), known = (await open(model)).outputNames;
            session = await open(withOutputs(model, names.filter(name => !known.includes(name))), 2);
        }
        for (; names && waiting.length >= size; waiting = waiting.subarray(size)) {
            const pixels = new Float32Array(waiting.buffer.slice(waiting.byteOffset, waiting.byteOffset + size));
            const results = await session.run({ images: image(pixels, height, width) });
            for (const { data } of names.map(name => results[name])) {
                process.stdout.write(new Uint8Array(Uint32Array.of(data.length).buffer));
                process.stdout.write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
            }
        }
    }
}

function picture(height, width, seed, file) {
    writeImage(file, [1, 3, Number(height), Number(width)], generator(Number(seed)));
}

async function imageFor(network, file, size) {
    const shape = (await open(readFileSync(network))).inputMetadata[0].shape.map((side, axis) => axis === 0 ? 1 : typeof side === 'number' && side > 0 ? side : Number(size));
    writeImage(file, shape.length === 4 ? shape : [1, shape[1], 1, shape[2] ?? 1], generator(1));
}

// Files for a larger batch get the image as often.
async function agree(network, input, expected) {
    const { image: pixels } = tensors(input);
    const session = await open(readFileSync(network));
    const { name, shape } = session.inputMetadata[0];
    const batch = typeof shape[0] === 'number' && shape[0] > 1 ? shape[0] : 1;
    const data = Float32Array.from({ length: batch * pixels.data.length }, (_, i) => pixels.data[i % pixels.data.length]);
    const results = await session.run({ [name]: new ort.Tensor('float32', data, [batch, ...pixels.shape.slice(1, shape.length)]) });
    for (const [output, { data: wanted }] of Object.entries(tensors(expected))) {
        const given = results[output];
        if (!given) throw new Error(`${network} has no output ${output}`);
        let [largest, most] = [0, 1];
        for (let i = 0; i < wanted.length; i++) [largest, most] = [Math.max(largest, Math.abs(Number(given.data[i]) - wanted[i])), Math.max(most, Math.abs(wanted[i]))];
        const close = largest <= 1e-4 * most && given.data.length === batch * wanted.length;
        console.log(`  ${output}  [${given.dims.join(', ')}]  largest difference ${largest.toPrecision(3)} of ${most.toPrecision(3)}${close ? '' : ': NOT CLOSE'}`);
        if (!close) process.exitCode = 6;
    }
}

function writeImage(file, shape, random) {
    const pixels = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.floor(random() * 256) / 255);
    const header = JSON.stringify({ image: { dtype: 'F32', shape, data_offsets: [0, pixels.byteLength] } });
    const padded = Buffer.from(header.padEnd(Math.ceil(header.length / 8) * 8));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(padded.length));
    writeFileSync(file, Buffer.concat([length, padded, Buffer.from(pixels.buffer)]));
}

async function compare(network, input, expected) {
    const { image: pixels } = tensors(input);
    const [, , height, width] = pixels.shape;
    const results = await (await open(readFileSync(network))).run({ images: image(pixels.data, height, width) });
    for (const [name, wanted] of Object.entries(tensors(expected))) {
        const given = results[name];
        if (!given) throw new Error(`${network} has no output ${name}`);
        if (given.dims.join() !== wanted.shape.join()) throw new Error(`${name} is [${given.dims}], not [${wanted.shape}]`);
        let [largest, most, close] = [0, 0, 0];
        for (let i = 0; i < wanted.data.length; i++) {
            const difference = Math.abs(given.data[i] - wanted.data[i]);
            largest = Math.max(largest, difference);
            most = Math.max(most, Math.abs(wanted.data[i]));
            if (difference <= 1e-3 * Math.max(1, Math.abs(wanted.data[i]))) close++;
        }
        const share = (100 * close / wanted.data.length).toFixed(3);
        console.log(`${name}  [${wanted.shape.join(', ')}]  largest difference ${largest.toPrecision(3)} of ${most.toPrecision(3)}, ${share} % within 0.001`);
    }
}

function open(model, threads = 1) {
    return ort.InferenceSession.create(model, {
        intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
    });
}

function image(pixels, height, width) {
    return new ort.Tensor('float32', pixels, [1, 3, Number(height), Number(width)]);
}

// A protobuf message may come in parts: what follows the file is added to its graph. 7 is ModelProto.graph, 12 GraphProto.output, 1 the name.
function withOutputs(model, names) {
    const outputs = names.map(name => field(12, field(1, Buffer.from(name))));
    return names.length > 0 ? Buffer.concat([model, field(7, Buffer.concat(outputs))]) : model;
}

function field(number, content) {
    const length = [];
    for (let rest = content.length; ; rest >>>= 7) {
        length.push(rest < 128 ? rest : rest & 127 | 128);
        if (rest < 128) break;
    }
    return Buffer.concat([Buffer.from([number << 3 | 2, ...length]), content]);
}

// The float32 tensors of a safetensors file.
function tensors(file) {
    const bytes = readFileSync(file);
    const start = 8 + Number(bytes.readBigUInt64LE(0));
    const { __metadata__, ...header } = JSON.parse(bytes.toString('utf8', 8, start));
    return Object.fromEntries(Object.entries(header).map(([name, { shape, data_offsets: [from, to] }]) => {
        const part = bytes.subarray(start + from, start + to);
        return [name, { shape, data: new Float32Array(part.buffer.slice(part.byteOffset, part.byteOffset + part.length)) }];
    }));
}

// mulberry32: the same numbers from 0 to 1 everywhere.
function generator(seed) {
    return () => {
        seed = seed + 0x6D2B79F5 | 0;
        let x = Math.imul(seed ^ seed >>> 15, 1 | seed);
        x = x + Math.imul(x ^ x >>> 7, 61 | x) ^ x;
        return ((x ^ x >>> 14) >>> 0) / 4294967296;
    };
}

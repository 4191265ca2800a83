"""The published way of running a converted network: a dense PyTorch forward a time step, a module a layer, state in tensors.

Reads a graph that `spikesharp convert` wrote and runs it eagerly: python3 bench/spicalib_torch.py net.spk.safetensors SIZE T THREADS RUNS [image.f32]
Prints the median seconds an image, and with an image (float32, [3, SIZE, SIZE]) the first numbers of each output, to be compared.
"""
import json, statistics, struct, sys, time
import numpy, torch
import torch.nn.functional as F

path, size, steps, threads, runs = sys.argv[1], *map(int, sys.argv[2:6])
torch.set_num_threads(threads)
with open(path, 'rb') as file:
    header = json.loads(file.read(struct.unpack('<Q', file.read(8))[0]))
    data = file.read()
graph = json.loads(header['__metadata__']['spikesharp-graph'])


def tensor(name):
    entry = header.get(name)
    if entry is None: return None
    begin, end = entry['data_offsets']
    return torch.from_numpy(numpy.frombuffer(data[begin:end], numpy.float32).reshape(entry['shape']).copy())


class Burst:
    """v += x / scale; n = clamp(floor(v), 0, gamma) or, signed, max(clamp(floor(v), -gamma, gamma), -N); v -= n."""

    def __init__(self, node):
        self.scale = 1 / tensor(node['name'] + '.scale').view(1, -1, 1, 1)
        self.gamma, self.v0, self.signed = node['maxSpikes'], node['initialMembrane'], node['calibration'] == 'signed'

    def reset(self): self.v, self.sent = self.v0, 0

    def __call__(self, x):
        self.v = self.v + x * self.scale
        n = torch.clamp(torch.floor(self.v), -self.gamma if self.signed else 0, self.gamma)
        if self.signed:
            n = torch.maximum(n, -self.sent) if torch.is_tensor(self.sent) else torch.clamp(n, min=0)
            self.sent = self.sent + n
        self.v = self.v - n
        return n


class Pool:
    """The growth of the largest sum so far."""

    def __init__(self, node): self.window = (node['kernel'], node['stride'], node['padding'])

    def reset(self): self.sum, self.largest = 0, 0

    def __call__(self, x):
        self.sum = self.sum + x
        largest = F.max_pool2d(self.sum, *self.window)
        out, self.largest = largest - self.largest, largest
        return out


class Mean:
    def reset(self): self.sum, self.steps = 0, 0

    def __call__(self, x):
        self.sum, self.steps = self.sum + x, self.steps + 1
        return self.sum / self.steps


def module(node):
    op, name = node['op'], node['name']
    if op == 'convolution':
        weight, bias = tensor(name + '.weight'), tensor(name + '.bias')
        where = dict(stride=node['stride'], padding=node['padding'], groups=node['groups'], dilation=node.get('dilation', 1))
        return lambda x: F.conv2d(x, weight, bias, **where)
    if op == 'neuron': return Burst(node)
    if op == 'add': return lambda *x: sum(x[1:], x[0])
    if op == 'concat': return lambda *x: torch.cat(x, 1)
    if op == 'maxpool': return Pool(node)
    if op == 'upsample': return lambda x: F.interpolate(x, scale_factor=node['factor'], mode='nearest')
    if op == 'timemean': return Mean()
    if op == 'affine':
        scale, shift = (tensor(f'{name}.{part}').view(1, -1, 1, 1) for part in ('scale', 'shift'))
        return lambda x: x * scale + shift
    raise SystemExit(f"{path}: '{op}' is not known here")


modules = [(node, module(node)) for node in graph['nodes'] if node['op'] not in ('input', 'detect')]
lasts = {}
for node, _ in modules:
    for value in node['inputs']: lasts[value] = node['name']
wanted = {output['value'] for output in graph['outputs']} | {value for node in graph['nodes'] if node['op'] == 'detect' for value in node['inputs']}


def forward(image):
    values = {node['name']: image for node in graph['nodes'] if node['op'] == 'input'}
    for node, run in modules:
        values[node['name']] = run(*(values[value] for value in node['inputs']))
        for value in set(node['inputs']):
            if lasts[value] == node['name'] and value not in wanted: del values[value]
    return values


def simulate(image):
    for _, run in modules:
        if hasattr(run, 'reset'): run.reset()
    for _ in range(steps): values = forward(image)
    return values


image = torch.from_numpy(numpy.fromfile(sys.argv[6], numpy.float32).reshape(1, 3, size, size)) if len(sys.argv) > 6 else torch.rand(1, 3, size, size)
with torch.no_grad():
    values, seconds = simulate(image), []
    for _ in range(runs):
        start = time.perf_counter()
        simulate(image)
        seconds.append(time.perf_counter() - start)
print('T = %d, seconds/image median %.4f min %.4f' % (steps, statistics.median(seconds), min(seconds)))
if len(sys.argv) > 6:
    for output in graph['outputs']:
        if output['value'] in values: print(output['name'], ' '.join('%.5f' % number for number in values[output['value']].flatten()[:8]))

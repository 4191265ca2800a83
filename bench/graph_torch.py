"""A compiled graph in plain PyTorch, eagerly: a module a layer, dense; a converted network by a forward a time step, with state in tensors.

Reads what `spikesharp compile` or `convert` wrote: python3 bench/graph_torch.py net.spk.safetensors HEIGHT[xWIDTH] T THREADS RUNS [image.f32]
Prints the median seconds an image, and with an image (float32, [3, HEIGHT, WIDTH]) the first numbers of each output, to be compared.
"""
import json, math, os, statistics, struct, sys, time
if 'OPENBLAS_CORETYPE' not in os.environ and 'avx512f' in open('/proc/cpuinfo').read():
    os.environ['OPENBLAS_CORETYPE'] = 'SKYLAKEX'  # which Debian's OpenBLAS does not tell by itself on newer processors
import numpy, torch
import torch.nn.functional as F

path, size, steps, threads, runs = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
height, width = (int(side) for side in (size.split('x') if 'x' in size else (size, size)))
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


def attention(node):
    heads, scale = node['heads'], node['scale']

    def run(q, k, v):
        def split(x): return x.reshape(heads, x.shape[1] // heads, -1)  # [heads, d, tokens]
        sums = split(k) @ split(v).transpose(1, 2)
        return (sums.transpose(1, 2) @ split(q) * scale).reshape(q.shape)
    return run


def deformable(node):
    groups, kernel, scale = node['groups'], node['kernel'], node['scale']
    places, half = kernel * kernel, (kernel - 1) // 2

    def run(value, offsets, weights):
        _, channels, h, w = value.shape
        y, x = torch.meshgrid(torch.arange(h, dtype=torch.float32), torch.arange(w, dtype=torch.float32), indexing='ij')
        across, down = torch.meshgrid(torch.arange(kernel) - half, torch.arange(kernel) - half, indexing='ij')
        offsets = offsets.reshape(groups, places, 2, h, w)
        px = x + across.reshape(1, places, 1, 1) + offsets[:, :, 0]
        py = y + down.reshape(1, places, 1, 1) + offsets[:, :, 1]
        grid = torch.stack((2 * (px + 0.5) / w - 1, 2 * (py + 0.5) / h - 1), -1).reshape(groups, places * h, w, 2)
        samples = F.grid_sample(value.reshape(groups, channels // groups, h, w), grid, align_corners=False)
        samples = samples.reshape(groups, channels // groups, places, h, w) * weights.reshape(groups, 1, places, h, w)
        return (samples.sum(2) * scale).reshape(value.shape)
    return run


def positions(x):
    _, channels, h, w = x.shape
    half = channels // 2
    j = torch.arange(half)
    period = 10000 ** (2 * torch.div(j, 2, rounding_mode='floor') / half)

    def axis(count):
        angle = torch.arange(1, count + 1) / (count + 1e-6) * 2 * math.pi / period.view(-1, 1)
        return torch.where((j % 2 == 0).view(-1, 1), angle.sin(), angle.cos())
    return torch.cat((axis(h).view(1, half, h, 1).expand(1, half, h, w), axis(w).view(1, half, 1, w).expand(1, half, h, w)), 1)


def masks(node):
    def run(spikes, feature):
        _, channels, h, w = feature.shape
        return (spikes.reshape(channels, -1).t() @ feature.reshape(channels, h * w) * node['scale']).reshape(1, -1, h, w)
    return run


def semantic(classes, logits, image):
    _, _, h, w = image.shape
    shares = classes.reshape(classes.shape[1], -1).softmax(0)[:-1]
    logits = F.interpolate(logits, (h, w), mode='bilinear', align_corners=False).sigmoid()
    return (shares @ logits.reshape(logits.shape[1], h * w)).reshape(1, -1, h, w)


def module(node):
    op, name = node['op'], node['name']
    if op == 'convolution':
        weight, bias = tensor(name + '.weight'), tensor(name + '.bias')
        where = dict(stride=node['stride'], padding=node['padding'], groups=node['groups'], dilation=node.get('dilation', 1))
        return lambda x: F.conv2d(x, weight, bias, **where)
    if op == 'neuron' and node['equation'] == 'ilif':
        return lambda x: torch.round(torch.clamp(x, 0, node['maxSpikes']))
    if op == 'neuron': return Burst(node)
    if op == 'add': return lambda *x: sum(x[1:], x[0])
    if op == 'concat': return lambda *x: torch.cat(x, 1)
    if op == 'maxpool': return Pool(node)
    if op == 'upsample': return lambda x: F.interpolate(x, scale_factor=node['factor'], mode='nearest')
    if op == 'timemean': return Mean()
    if op == 'affine':
        scale, shift = (tensor(f'{name}.{part}').view(1, -1, 1, 1) for part in ('scale', 'shift'))
        return lambda x: x * scale + shift
    if op == 'attention': return attention(node)
    if op == 'deformable': return deformable(node)
    if op == 'resizelike': return lambda x, like: F.interpolate(x, like.shape[2:], mode='bilinear', align_corners=False)
    if op == 'positions': return positions
    if op == 'constant':
        value = tensor(name + '.value').unsqueeze(0)
        return lambda: value
    if op == 'activation' and node['function'] == 'sigmoid': return torch.sigmoid
    if op == 'permute': return lambda x: x.reshape(node['sizes']).permute(node['order']).reshape(1, node['channels'], node['height'], node['width'])
    if op == 'masks': return masks(node)
    if op == 'semantic': return semantic
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


image = (torch.from_numpy(numpy.fromfile(sys.argv[6], numpy.float32)) if len(sys.argv) > 6 else torch.rand(3 * height * width)).reshape(1, 3, height, width)
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

using System.Numerics;
using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Focal and dice loss of masks resized to their targets (docs/spec/spike2former.md 5.3), with their gradients, computed row by row. The
/// operators of <see cref="MaskLosses"/> write some thirty maps of every mask to memory at full resolution; this writes none.
/// </summary>
internal static class ResizedMaskLosses
{
    /// <summary>Sums over all masks: Σ BCE · factor of the focal loss, and Σ of the dice losses; differentiable by the logits.</summary>
    /// <param name="logits">Float32 on the CPU, [m, h, w].</param>
    /// <param name="targets">0 or 1, float32 on the CPU, [m, H, W].</param>
    /// <param name="alpha">α of the focal loss.</param>
    public static (Tensor Focal, Tensor Dice) Of(Tensor logits, Tensor targets, float alpha)
    {
        using var scope = new TensorScope();
        var (masks, h, w) = ((int)logits.Size(0), (int)logits.Size(1), (int)logits.Size(2));
        var (height, width) = ((int)targets.Size(1), (int)targets.Size(2));
        var (x, t) = (logits.Detach().Contiguous(), targets.Contiguous());
        var (focal, dice) = (Tensor.Zeros([masks, h, w]), Tensor.Zeros([masks, h, w]));
        var values = new (double Focal, double Dice)[masks];
        var (down, across) = (new Line(h, height), new Line(w, width));
        Parallel.For(
            0,
            masks,
            new ParallelOptions { MaxDegreeOfParallelism = TorchRuntime.Threads },
            () => new Mask(down, across, alpha),
            (m, _, mask) =>
            {
                values[m] = mask.Add(
                    x.Span<float>().Slice(m * h * w, h * w),
                    t.Span<float>().Slice(m * height * width, height * width),
                    focal.Span<float>().Slice(m * h * w, h * w),
                    dice.Span<float>().Slice(m * h * w, h * w)
                );
                return mask;
            },
            _ => { }
        );
        return (scope.Keep(With(logits, focal, values.Sum(v => v.Focal))), scope.Keep(With(logits, dice, values.Sum(v => v.Dice))));
    }

    // A scalar with that value, whose gradient by the logits is the given one: Σ logits · gradient has the gradient, and its own value is
    // subtracted again, detached.
    private static Tensor With(Tensor logits, Tensor gradient, double value)
    {
        var linear = (logits * gradient).Sum();
        return linear - linear.Detach() + value;
    }

    /// <summary>How a row or column is resized: each new pixel lies between two old ones.</summary>
    private sealed class Line
    {
        public Line(int input, int output)
        {
            (Input, First, Second, Share) = (input, new int[output], new int[output], new float[output]);
            for (var i = 0; i < output; i++)
            {
                var at = Math.Max(0f, (i + 0.5f) * ((float)input / output) - 0.5f);
                First[i] = Math.Min((int)at, input - 1);
                Second[i] = Math.Min(First[i] + 1, input - 1);
                Share[i] = at - First[i];
            }
        }

        public int Input { get; }

        public int Length => First.Length;

        public int[] First { get; }

        public int[] Second { get; }

        /// <summary>Weight of the second pixel; the first has the rest.</summary>
        public float[] Share { get; }
    }

    /// <summary>Buffers for one mask.</summary>
    private sealed class Mask(Line down, Line across, float alpha)
    {
        private readonly int _stride = Padded(across);
        private readonly float[] _mixed = new float[across.Input];
        private readonly float[] _logit = new float[Padded(across)],
            _target = new float[Padded(across)],
            _gradient = new float[Padded(across)];
        private readonly float[] _p = new float[down.Length * Padded(across)];

        /// <summary>Adds the gradients of a mask and gives its losses.</summary>
        public (double Focal, double Dice) Add(
            ReadOnlySpan<float> x,
            ReadOnlySpan<float> t,
            Span<float> focalGradient,
            Span<float> diceGradient
        )
        {
            double focal = 0,
                both = 0,
                found = 0,
                wanted = 0;
            for (var y = 0; y < down.Length; y++)
            {
                t.Slice(y * across.Length, across.Length).CopyTo(_target);
                Read(x, y);
                focal += Focal(y);
                Spread(y, focalGradient);
                for (var i = 0; i < across.Length; i++)
                {
                    var share = _p[y * _stride + i];
                    (both, found, wanted) = (both + share * _target[i], found + share, wanted + _target[i]);
                }
            }
            var (numerator, denominator) = (2 * both + 1, found + wanted + 1);
            var (hit, any) = ((float)(-2 / denominator), (float)(numerator / (denominator * denominator)));
            for (var y = 0; y < down.Length; y++)
            {
                var probabilities = _p.AsSpan(y * _stride, across.Length);
                var targets = t.Slice(y * across.Length, across.Length);
                for (var i = 0; i < across.Length; i++)
                    _gradient[i] = (hit * targets[i] + any) * probabilities[i] * (1 - probabilities[i]);
                Spread(y, diceGradient);
            }
            return (focal, 1 - numerator / denominator);
        }

        private static int Padded(Line line) => (line.Length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

        // A row of the resized logits.
        private void Read(ReadOnlySpan<float> x, int y)
        {
            var upper = x.Slice(down.First[y] * across.Input, across.Input);
            var lower = x.Slice(down.Second[y] * across.Input, across.Input);
            var share = down.Share[y];
            for (var i = 0; i < _mixed.Length; i++)
                _mixed[i] = upper[i] + share * (lower[i] - upper[i]);
            for (var i = 0; i < across.Length; i++)
            {
                var first = _mixed[across.First[i]];
                _logit[i] = first + across.Share[i] * (_mixed[across.Second[i]] - first);
            }
        }

        // BCE · (α t + (1 − α)(1 − t)) · (t − p)² of a row, its sum, and its derivative.
        private double Focal(int y)
        {
            double sum = 0;
            for (var i = 0; i < _stride; i += Vector<float>.Count)
            {
                var (x, t) = (new Vector<float>(_logit, i), new Vector<float>(_target, i));
                var small = Vector.Exp(-Vector.Abs(x)); // never overflows
                var certain = Vector<float>.One / (Vector<float>.One + small);
                var share = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, Vector<float>.Zero), certain, small * certain);
                var entropy = Vector.Max(x, Vector<float>.Zero) - x * t + Vector.Log(Vector<float>.One + small);
                var weight = t * (2 * alpha - 1) + new Vector<float>(1 - alpha);
                var off = share - t;
                share.CopyTo(_p, y * _stride + i);
                (weight * off * (off * off + 2f * entropy * share * (Vector<float>.One - share))).CopyTo(_gradient, i);
                var loss = entropy * weight * off * off;
                // What lies beyond the row's end is no pixel.
                for (var k = 0; k < Vector<float>.Count && i + k < across.Length; k++)
                    sum += loss[k];
            }
            return sum;
        }

        // The row's derivatives by the resized logits become those by the logits.
        private void Spread(int y, Span<float> to)
        {
            Array.Clear(_mixed);
            for (var i = 0; i < across.Length; i++)
            {
                _mixed[across.Second[i]] += across.Share[i] * _gradient[i];
                _mixed[across.First[i]] += (1 - across.Share[i]) * _gradient[i];
            }
            var upper = to.Slice(down.First[y] * across.Input, across.Input);
            var lower = to.Slice(down.Second[y] * across.Input, across.Input);
            var share = down.Share[y];
            for (var i = 0; i < _mixed.Length; i++)
            {
                lower[i] += share * _mixed[i];
                upper[i] += (1 - share) * _mixed[i];
            }
        }
    }
}

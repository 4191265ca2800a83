using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeSharp.Engine.Kernels;

/// <summary>How many multiply-adds a second this machine can do when nothing but the arithmetic itself takes time: what is read lies in the
/// first-level cache, all sums in registers.</summary>
/// <param name="Float32">Fused multiply-adds of float32.</param>
/// <param name="Int8">8-bit products added in pairs, with the addition to 16-bit sums that must follow.</param>
public sealed unsafe record PeakThroughput(double Float32, double Int8)
{
    private const int Registers = 12;
    private const int Rounds = 40_000;
    private const int Buffer = 4096;

    /// <summary>That of an arithmetic; NaN where none is known.</summary>
    public double Of(LayerArithmetic arithmetic) =>
        arithmetic switch
        {
            LayerArithmetic.Float32 => Float32,
            LayerArithmetic.Int8 => Int8,
            _ => double.NaN,
        };

    /// <summary>Measures one core, some milliseconds long, and takes it times the threads.</summary>
    /// <param name="instructions">Vector instructions to use; the plain loops have no peak.</param>
    /// <param name="threads">Threads, 1 or more.</param>
    public static PeakThroughput Measure(InstructionSet instructions, int threads) =>
        instructions switch
        {
            InstructionSet.Avx512 => new(threads * Best(&Floats512, 16), threads * Best(&Pairs512, 64)),
            InstructionSet.Avx2 => new(threads * Best(&Floats256, 8), threads * Best(&Pairs256, 32)),
            _ => new(double.NaN, double.NaN),
        };

    private static double Best(delegate* <byte*, void> kernel, int macs)
    {
        var data = (byte*)NativeMemory.AlignedAlloc(Buffer, 64);
        NativeMemory.Fill(data, Buffer, 1);
        var best = double.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            kernel(data);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        NativeMemory.AlignedFree(data);
        return (double)Registers * Rounds * macs / best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Floats512(byte* data)
    {
        Vector512<float> a = default,
            b = default,
            c = default,
            d = default,
            e = default,
            f = default;
        Vector512<float> g = default,
            h = default,
            i = default,
            j = default,
            k = default,
            l = default;
        for (nint n = 0; n < Rounds; n++)
        {
            var x = Vector512.Load((float*)(data + (n & 31) * 64));
            a = Vector512.FusedMultiplyAdd(x, x, a);
            b = Vector512.FusedMultiplyAdd(x, x, b);
            c = Vector512.FusedMultiplyAdd(x, x, c);
            d = Vector512.FusedMultiplyAdd(x, x, d);
            e = Vector512.FusedMultiplyAdd(x, x, e);
            f = Vector512.FusedMultiplyAdd(x, x, f);
            g = Vector512.FusedMultiplyAdd(x, x, g);
            h = Vector512.FusedMultiplyAdd(x, x, h);
            i = Vector512.FusedMultiplyAdd(x, x, i);
            j = Vector512.FusedMultiplyAdd(x, x, j);
            k = Vector512.FusedMultiplyAdd(x, x, k);
            l = Vector512.FusedMultiplyAdd(x, x, l);
        }
        (a + b + c + d + e + f + g + h + i + j + k + l).Store((float*)(data + 2048));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Floats256(byte* data)
    {
        Vector256<float> a = default,
            b = default,
            c = default,
            d = default,
            e = default,
            f = default;
        Vector256<float> g = default,
            h = default,
            i = default,
            j = default,
            k = default,
            l = default;
        for (nint n = 0; n < Rounds; n++)
        {
            var x = Vector256.Load((float*)(data + (n & 31) * 64));
            a = Vector256.FusedMultiplyAdd(x, x, a);
            b = Vector256.FusedMultiplyAdd(x, x, b);
            c = Vector256.FusedMultiplyAdd(x, x, c);
            d = Vector256.FusedMultiplyAdd(x, x, d);
            e = Vector256.FusedMultiplyAdd(x, x, e);
            f = Vector256.FusedMultiplyAdd(x, x, f);
            g = Vector256.FusedMultiplyAdd(x, x, g);
            h = Vector256.FusedMultiplyAdd(x, x, h);
            i = Vector256.FusedMultiplyAdd(x, x, i);
            j = Vector256.FusedMultiplyAdd(x, x, j);
            k = Vector256.FusedMultiplyAdd(x, x, k);
            l = Vector256.FusedMultiplyAdd(x, x, l);
        }
        (a + b + c + d + e + f + g + h + i + j + k + l).Store((float*)(data + 2048));
    }

    // Each of the twelve sums has an operand of its own, or the compiler would multiply once for all.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs512(byte* data)
    {
        Vector512<short> a = default,
            b = default,
            c = default,
            d = default,
            e = default,
            f = default;
        Vector512<short> g = default,
            h = default,
            i = default,
            j = default,
            k = default,
            l = default;
        for (nint n = 0; n < Rounds; n++)
        {
            var x = Vector512.Load(data + (n & 15) * 64);
            var w = (sbyte*)data + (n & 1) * 1024;
            a += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w));
            b += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 64));
            c += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 128));
            d += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 192));
            e += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 256));
            f += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 320));
            g += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 384));
            h += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 448));
            i += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 512));
            j += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 576));
            k += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 640));
            l += Avx512BW.MultiplyAddAdjacent(x, Vector512.Load(w + 704));
        }
        (a + b + c + d + e + f + g + h + i + j + k + l).Store((short*)(data + 3072));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs256(byte* data)
    {
        Vector256<short> a = default,
            b = default,
            c = default,
            d = default,
            e = default,
            f = default;
        Vector256<short> g = default,
            h = default,
            i = default,
            j = default,
            k = default,
            l = default;
        for (nint n = 0; n < Rounds; n++)
        {
            var x = Vector256.Load(data + (n & 15) * 64);
            var w = (sbyte*)data + (n & 1) * 1024;
            a += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w));
            b += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 32));
            c += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 64));
            d += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 96));
            e += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 128));
            f += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 160));
            g += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 192));
            h += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 224));
            i += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 256));
            j += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 288));
            k += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 320));
            l += Avx2.MultiplyAddAdjacent(x, Vector256.Load(w + 352));
        }
        (a + b + c + d + e + f + g + h + i + j + k + l).Store((short*)(data + 3072));
    }
}

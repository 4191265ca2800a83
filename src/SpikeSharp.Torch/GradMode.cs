using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

/// <summary>Switches the recording of gradients for a block of code on this thread: <c>using (GradMode.Off()) { … }</c>.</summary>
public static class GradMode
{
    /// <summary>Nothing inside the scope is recorded for a backward pass.</summary>
    public static Scope Off() => new(on: false);

    /// <summary>Recording on, inside an outer <see cref="Off"/>.</summary>
    public static Scope On() => new(on: true);

    /// <summary>Restores the mode before at its end.</summary>
    public readonly ref struct Scope
    {
        private readonly int _before;

        internal Scope(bool on) => _before = Native.ss_grad_mode(on ? 1 : 0);

        /// <summary>Back to the mode before.</summary>
        public void Dispose() => Native.ss_grad_mode(_before);
    }
}

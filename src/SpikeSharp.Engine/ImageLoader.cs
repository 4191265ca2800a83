using SpikeSharp.Graph;

namespace SpikeSharp.Engine;

/// <summary>Puts an image into its map, channels last.</summary>
internal static unsafe class ImageLoader
{
    internal static void Load(RunContext context, string name, ImageTensor image)
    {
        var view = context.Program.Maps[name];
        int plane = image.Height * image.Width;
        view.ClearHalo(context.Arena, 0, 0, image.Height);
        fixed (float* values = image.Values)
        {
            for (int y = 0; y < image.Height; y++)
            {
                var row = (float*)view.At(context.Arena, 0, y, 0);
                for (int c = 0; c < image.Channels; c++)
                {
                    float* source = values + (nint)c * plane + y * image.Width;
                    for (int x = 0; x < image.Width; x++) row[x * image.Channels + c] = source[x];
                }
            }
        }
    }
}

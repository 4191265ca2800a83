namespace SpikeSharp.Demo;

internal static class DemoPage
{
    public static string Of(DemoResult result) => result.Page;
}

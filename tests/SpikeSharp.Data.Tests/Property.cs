using FsCheck;
using FsCheck.Fluent;

namespace SpikeSharp.Data.Tests;

/// <summary>Checks a property on a hundred values, the same ones every time.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> values, Action<T> assertion) =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(20240229, 1), Prop.ForAll(values.ToArbitrary(), assertion));
}

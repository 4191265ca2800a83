using System.Reflection;
using Xunit.Sdk;

namespace SpikeSharp.Graph.Tests.Neurons;

/// <summary>Every pair of two lists.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CombinatorialDataAttribute(int[] first, int[] second) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => from a in first from b in second select new object[] { a, b };
}

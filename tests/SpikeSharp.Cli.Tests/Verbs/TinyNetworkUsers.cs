namespace SpikeSharp.Cli.Tests.Verbs;

/// <summary>The tests that share the tiny network.</summary>
[CollectionDefinition(nameof(TinyNetwork))]
public sealed class TinyNetworkUsers : ICollectionFixture<TinyNetwork>;

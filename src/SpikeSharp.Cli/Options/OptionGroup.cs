namespace SpikeSharp.Cli.Options;

/// <summary>The headings of a help page, in their order.</summary>
internal enum OptionGroup
{
    Input,
    Model,
    Conversion,
    Run,
    Optimiser,
    Loss,
    Augmentation,
    Evaluation,
    Drawing,
    Output,
    General,
}

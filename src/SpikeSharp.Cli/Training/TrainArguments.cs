using SpikeSharp.Checkpoints;
using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Inputs;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Training;
using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Training;

/// <summary>From the options of `train` to those of the trainer.</summary>
internal static class TrainArguments
{
    /// <summary>Translates the options.</summary>
    /// <param name="arguments">The verb's arguments.</param>
    /// <param name="description">The network to train; its classes are those of the data.</param>
    /// <param name="pretrained">A file of weights to start from, or null.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="display">Told when a size is changed.</param>
    public static TrainOptions Read(
        Arguments arguments,
        ModelDescription description,
        string? pretrained,
        string folder,
        Display display
    ) =>
        new()
        {
            Data = arguments.Require(DataSet),
            Network = description.Options,
            Pretrained = pretrained,
            RunFolder = folder,
            Epochs = arguments.Get(Epochs),
            Patience = arguments.Get(Patience),
            TimeLimitHours = arguments.Get(Time) ?? 0,
            Batch = arguments.Get(Batch),
            ImageSize = NetworkArguments.ImageSide(arguments.Get(TrainingSize), display),
            CropSize = NetworkArguments.Shape(CropSize, arguments, display),
            SavePeriod = arguments.Get(SavePeriod),
            CacheImages = arguments.Get(Cache) != "false",
            Workers = Math.Min(arguments.Get(Workers), Environment.ProcessorCount),
            Device = NetworkArguments.Device(arguments),
            Threads = ThreadCount.Of(
                arguments.Get(Threads),
                Environment.GetEnvironmentVariable("OMP_NUM_THREADS"),
                Environment.ProcessorCount
            ),
            Optimiser = Enum.Parse<OptimiserKind>(arguments.Get(Optimizer), ignoreCase: true),
            Seed = (ulong)arguments.Get(Seed),
            SingleClass = arguments.Get(SingleClass),
            CosineSchedule = arguments.Get(CosineRate),
            CloseMosaic = arguments.Get(CloseMosaic),
            Fraction = arguments.Get(Fraction),
            Validate = arguments.Get(Validate),
            Strict = arguments.Get(Strict),
            AllowBad = arguments.Get(AllowBad),
            Plots = arguments.Get(Plots),
            Lr0 = arguments.Get(InitialRate),
            Lrf = arguments.Get(FinalRate),
            Momentum = arguments.Get(Momentum),
            WeightDecay = arguments.Get(WeightDecay),
            WarmupEpochs = arguments.Get(WarmupEpochs),
            WarmupMomentum = arguments.Get(WarmupMomentum),
            WarmupBiasLr = arguments.Get(WarmupBiasRate),
            BackboneRate = arguments.Get(BackboneRate),
            NominalBatch = arguments.Get(NominalBatch),
            Gains = new(arguments.Get(BoxGain), arguments.Get(ClassGain), arguments.Get(DistributionGain)),
            ClassWeights = Enum.Parse<ClassWeights>(arguments.Get(OptionTable.ClassWeights), ignoreCase: true),
            Augment = new()
            {
                HsvH = arguments.Get(Hue),
                HsvS = arguments.Get(Saturation),
                HsvV = arguments.Get(Brightness),
                Degrees = arguments.Get(Degrees),
                Translate = arguments.Get(Translate),
                Scale = arguments.Get(Scale),
                Shear = arguments.Get(Shear),
                FlipUd = arguments.Get(FlipUpDown),
                FlipLr = arguments.Get(FlipLeftRight),
                Mosaic = arguments.Get(Mosaic),
                MixUp = arguments.Get(MixUp),
                RatioRange = arguments.Get(RatioRange) is [var least, var most] ? new(least, most) : null,
                RatioSize = RatioSizeOf(arguments),
                CatMaxRatio = arguments.Get(CatMaxRatio),
                PhotometricDistortion = arguments.Get(PhotometricDistortion),
            },
        };

    private static PictureShape? RatioSizeOf(Arguments arguments)
    {
        if (arguments.Get(RatioSize) is not { } sides)
            return null;
        return arguments.Get(RatioRange) is null
            ? throw new UsageException($"{RatioSize.Switch} goes with {RatioRange.Switch}")
            : new(sides[0], sides[^1]);
    }
}

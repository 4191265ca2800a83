using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Models;
using SpikeSharp.Models.SpikeYolo;

namespace SpikeSharp.Training;

/// <summary>
/// Everything that decides a training run, under Ultralytics' names and defaults where those exist (docs/spec/conventions.md C6).
/// </summary>
public sealed record TrainOptions
{
    /// <summary>data: path of the data YAML; of classification the folder.</summary>
    public required string Data { get; init; }

    /// <summary>model, with neuron, T, D, decay or act; its class count is the data's, whatever it says.</summary>
    public required NetworkOptions Network { get; init; }

    /// <summary>pretrained: a checkpoint to start from, or null.</summary>
    public string? Pretrained { get; init; }

    /// <summary>The run's folder.</summary>
    public required string RunFolder { get; init; }

    /// <summary>epochs.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>patience: epochs without a better fitness before stopping; 0 never stops early.</summary>
    public int Patience { get; init; } = 100;

    /// <summary>time: hours after which the last epoch ends; 0 means no limit.</summary>
    public double TimeLimitHours { get; init; }

    /// <summary>batch: images a step.</summary>
    public int Batch { get; init; } = TrainingOptions.UsualBatchSize;

    /// <summary>imgsz: side in pixels, a multiple of 32.</summary>
    public int ImageSize { get; init; } = TrainingOptions.UsualImageSize;

    /// <summary>
    /// crop_size: of segmentation, the shape of what is cut out of pictures; null for the shape that most have at <see cref="ImageSize"/>.
    /// </summary>
    public PictureShape? CropSize { get; init; }

    /// <summary>save_period: keep a checkpoint every so many epochs; −1 never.</summary>
    public int SavePeriod { get; init; } = -1;

    /// <summary>cache: keep decoded images in memory.</summary>
    public bool CacheImages { get; init; }

    /// <summary>workers: threads that prepare batches.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>device: "cpu" or "cuda:0".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads one operator uses; 0 takes all cores.</summary>
    public int Threads { get; init; }

    /// <summary>optimizer.</summary>
    public OptimiserKind Optimiser { get; init; } = OptimiserKind.Auto;

    /// <summary>seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>single_cls: every object is of one class.</summary>
    public bool SingleClass { get; init; }

    /// <summary>cos_lr: cosine instead of linear schedule.</summary>
    public bool CosineSchedule { get; init; }

    /// <summary>close_mosaic: epochs without mosaic at the end.</summary>
    public int CloseMosaic { get; init; } = 10;

    /// <summary>fraction of the training images to use.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>val: validate after every epoch.</summary>
    public bool Validate { get; init; } = true;

    /// <summary>strict: a bad image or label ends the run instead of being skipped.</summary>
    public bool Strict { get; init; }

    /// <summary>Go on even if more than 5 % of the images are unusable.</summary>
    public bool AllowBad { get; init; }

    /// <summary>plots: draw pictures into the run's folder.</summary>
    public bool Plots { get; init; } = true;

    /// <summary>lr0: first learning rate.</summary>
    public double Lr0 { get; init; } = 0.01;

    /// <summary>lrf: last learning rate as a share of lr0.</summary>
    public double Lrf { get; init; } = 0.01;

    /// <summary>momentum: of SGD; first beta of AdamW.</summary>
    public double Momentum { get; init; } = 0.937;

    /// <summary>weight_decay.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>warmup_epochs.</summary>
    public double WarmupEpochs { get; init; } = 3;

    /// <summary>warmup_momentum: SGD's at the start.</summary>
    public double WarmupMomentum { get; init; } = 0.8;

    /// <summary>warmup_bias_lr: learning rate of biases at the start.</summary>
    public double WarmupBiasLr { get; init; } = 0.1;

    /// <summary>
    /// backbone_lr_mult: factor on the rate of the backbone, in families whose recipe has one; null for 0.1 where
    /// <see cref="Pretrained"/> is given, else 1.
    /// </summary>
    public double? BackboneRate { get; init; }

    /// <summary>nbs: nominal batch; smaller batches are added up to it.</summary>
    public int NominalBatch { get; init; } = 64;

    /// <summary>box, cls, dfl.</summary>
    public LossGains Gains { get; init; } = new();

    /// <summary>class_weights: of segmentation.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <summary>hsv_h … mosaic, mixup, ratio_range, ratio_size, cat_max_ratio, photometric_distortion.</summary>
    public AugmentOptions Augment { get; init; } = new();
}

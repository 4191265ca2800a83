using System.Globalization;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Neurons;
using SpikeSharp.Training;
using static SpikeSharp.Cli.Options.OptionGroup;
using static SpikeSharp.Cli.Options.OptionKinds;

namespace SpikeSharp.Cli.Options;

/// <summary>
/// Every option there is, once: names and defaults are Ultralytics' wherever it has them. Parser, help, suggestions and options files read
/// this table; which verb offers which stands in VerbTable.
/// </summary>
internal static class OptionTable
{
    // Defaults stand in the library, once. Of a run only they are read.
    private static readonly TrainOptions Training = new()
    {
        Data = "",
        Network = null!,
        RunFolder = "",
    };
    private static readonly SuppressionOptions Suppression = new();
    private static readonly NeuronOptions NewNeuron = new();

    // What goes in.
    public static readonly Option<string?> Cfg = Text(
        "cfg",
        Input,
        "FILE",
        "options from a YAML file, such as a run's args.yaml; the command line wins"
    );
    public static readonly Option<string?> DataSet = Text("data", Input, "FILE", "data set, a YAML file");
    public static readonly Option<string?> Source = Text("source", Input, "PATH", "pictures or videos: a file, a folder or a pattern");
    public static readonly Option<string?> Weights = Text(
        "weights",
        Input,
        "FILE",
        "weights, .safetensors, in the names of the authors' state dict"
    );
    public static readonly Option<string?> Tensors = Text(
        "input",
        Input,
        "FILE",
        "tensor `image` [N,C,H,W] of the network's channels, RGB 0..1 where they are 3, .safetensors"
    );
    public static readonly Option<string?> Calibrate = Text(
        "calibrate",
        Input,
        "FILE",
        "pictures to plan for, a data set or a folder: the engine runs faster on such"
    );
    public static readonly Option<string?> CalibrationData = Text(
        "calibrate",
        Input,
        "FILE",
        "pictures whose activations set the scales: a data set or a folder"
    );
    public static readonly Option<string> Split = Choice("split", Input, "which part of the data set", "val", "train", "test");
    public static readonly Option<string> CalibrationSplit = Choice("split", Input, "which part of the data set", "train", "val", "test");
    public static readonly Option<double> Fraction = Number("fraction", Input, 1, "share of the training pictures to use", 1e-6, 1);
    public static readonly Option<int?> Limit = MaybeWhole("limit", Input, "use no more than so many pictures", 1);
    public static readonly Option<int> AtMost = Whole("limit", Input, 32, "use no more than so many pictures, spread evenly over all", 1);
    public static readonly Option<bool> SingleClass = Flag("single_cls", Input, false, "treat all classes as one");
    public static readonly Option<int[]?> Classes = Wholes("classes", Input, "only these classes");
    public static readonly Option<bool> Strict = Flag(
        "strict",
        Input,
        false,
        "stop at the first picture, label or weight that cannot be used"
    );
    public static readonly Option<bool> AllowBad = Flag(
        "allow_bad",
        Input,
        false,
        "go on even if more than 5 % of the pictures are unusable"
    );
    public static readonly Option<int> VideoStride = Whole("vid_stride", Input, 1, "take every n-th frame of a video", 1);

    // The network.
    public static readonly Option<string?> Model = Text(
        "model",
        OptionGroup.Model,
        "NAME|FILE",
        "spikeyolo-p … -l, spike2former-nano … -standard, metaspikeformer-fpn-nano … -standard, yolov8n, s, m, fcn-n, s, m, vgg-n, s, "
            + "resnet-n, s, a YAML file, a checkpoint, a graph or an ONNX file"
    );
    public static readonly Option<string?> TaskKind = MaybeChoice(
        "task",
        OptionGroup.Model,
        "what the network does; told by the model or the data otherwise",
        "detect",
        "segment",
        "classify"
    );
    public static readonly Option<int?> ClassCount = MaybeWhole(
        "nc",
        OptionGroup.Model,
        "number of classes; told by the data set otherwise",
        1
    );
    public static readonly Option<int?> Channels = MaybeWhole(
        "channels",
        OptionGroup.Model,
        "channels of the pictures of a new network: 1 grey, 3 colours, else as many as TIFF files have pages; told by the data set "
            + "otherwise, else 3",
        1,
        Graph.Operations.Input.MaxChannels
    );
    public static readonly Option<int?> TimeSteps = MaybeWhole(
        "T",
        OptionGroup.Model,
        $"time steps; {NewNeuron.TimeSteps}, or what the model was trained with",
        1,
        1024,
        'T'
    );
    public static readonly Option<int?> MaxSpikes = MaybeWhole(
        "D",
        OptionGroup.Model,
        $"largest integer spike; {NewNeuron.MaxSpikes}, or what the model was trained with",
        1,
        Graph.Operations.ILif.SpikeLimit,
        'D'
    );
    public static readonly Option<double?> Decay = MaybeNumber(
        "decay",
        OptionGroup.Model,
        string.Create(CultureInfo.InvariantCulture, $"share of the membrane potential kept a step; {NewNeuron.Decay}, or the model's"),
        0,
        1
    );
    public static readonly Option<string?> Neuron = MaybeChoice(
        "neuron",
        OptionGroup.Model,
        "spiking neuron; ilif in SpikeYOLO and nilif on Meta-SpikeFormer unless told otherwise; relu makes the ANN twin",
        [.. TrainedNeurons.Words]
    );
    public static readonly Option<string?> TokenLayout = MaybeChoice(
        "token_layout",
        OptionGroup.Model,
        "how Spike2Former lays out tokens; fixed for new networks, authors for the authors' checkpoints",
        "fixed",
        "authors"
    );
    public static readonly Option<string[]?> Ablate = Words(
        "ablate",
        OptionGroup.Model,
        "parts of Spike2Former to take out or exchange, for comparison",
        [.. Ablations.Names, Ablations.Nothing]
    );
    public static readonly Option<string?> Act = MaybeChoice(
        "act",
        OptionGroup.Model,
        "activation of an ordinary network; silu in yolov8 unless told otherwise, relu elsewhere",
        "silu",
        "relu"
    );
    public static readonly Option<double?> DepthMultiple = MaybeNumber(
        "depth_multiple",
        OptionGroup.Model,
        "scales the number of blocks, instead of a named size",
        1e-6,
        4
    );
    public static readonly Option<double?> WidthMultiple = MaybeNumber(
        "width_multiple",
        OptionGroup.Model,
        "scales the number of channels, instead of a named size",
        1e-6,
        4
    );
    public static readonly Option<int?> MaxChannels = MaybeWhole(
        "max_channels",
        OptionGroup.Model,
        "limit on channels before they are scaled; 1024, or the size's",
        8,
        65536
    );
    public static readonly Option<int?> LastRatio = MaybeWhole(
        "last_ratio",
        OptionGroup.Model,
        "expansion of the last block; 1, or the size's",
        1,
        16
    );

    // Conversion.
    public static readonly Option<int?> SpikingSteps = MaybeWhole(
        "T",
        OptionGroup.Conversion,
        "time steps of the spiking network; 64",
        1,
        1024,
        'T'
    );
    public static readonly Option<string> ConversionNeuron = Choice(
        "neuron",
        OptionGroup.Conversion,
        "burst integrate-and-fire; or the signed neuron whose T steps equal one pass of a quantised network",
        "burst",
        "exact"
    );
    public static readonly Option<double> Percentile = Number(
        "percentile",
        OptionGroup.Conversion,
        0.999,
        "share of the activations that a layer's scale covers",
        0.95,
        1
    );
    public static readonly Option<string> ScaleKind = Choice("scales", OptionGroup.Conversion, "what shares one scale", "layer", "channel");
    public static readonly Option<double> ScaleFactor = Number(
        "scale_factor",
        OptionGroup.Conversion,
        1,
        "multiplies every scale: below 1 more spikes and less error",
        0.01,
        100
    );
    public static readonly Option<bool> PowerOfTwo = Flag(
        "power_of_two",
        OptionGroup.Conversion,
        false,
        "round scales up to powers of two"
    );
    public static readonly Option<int> Gamma = Whole(
        "gamma",
        OptionGroup.Conversion,
        5,
        "most spikes of a neuron and step; 127 for the exact neuron",
        1,
        127
    );
    public static readonly Option<double?> InitialMembrane = MaybeNumber(
        "v0",
        OptionGroup.Conversion,
        "membrane potential before the first step, in thresholds; 0, or 0.5 for the exact neuron",
        -1,
        1
    );
    public static readonly Option<string> CalibrationRule = Choice(
        "calibration",
        OptionGroup.Conversion,
        "what takes back spikes that a transient has brought about: the corrected rule, the published one, or nothing",
        "corrected",
        "published",
        "none"
    );
    public static readonly Option<int?> AllowanceSteps = MaybeWhole(
        "allowance",
        OptionGroup.Conversion,
        "steps a neuron may be silent beyond its usual interval; 8, from T = 64 on T/8, published T/2",
        0,
        1024
    );
    public static readonly Option<bool> Restore = Flag(
        "restore",
        OptionGroup.Conversion,
        true,
        "give spikes that are taken back to the membrane, so that none is lost"
    );
    public static readonly Option<string> PoolingKind = Choice(
        "max_pooling",
        OptionGroup.Conversion,
        "max pooling over time: of the sums so far, or of each step by itself",
        "lossless",
        "instantaneous"
    );
    public static readonly Option<double?> ClampAt = MaybeNumber(
        "clamp",
        OptionGroup.Conversion,
        "cut activations there while they are measured, as the published code does at gamma",
        1e-6,
        1e6
    );
    public static readonly Option<bool> SignedNeurons = Flag(
        "signed_neurons",
        OptionGroup.Conversion,
        false,
        "turn LeakyReLU into neurons with negative spikes"
    );
    public static readonly Option<bool> Explain = Flag(
        "explain",
        OptionGroup.Conversion,
        false,
        "show every layer's scale, rate and error; writes a graph only with --output"
    );

    public static readonly Option<string> Search = Choice(
        "search",
        OptionGroup.Conversion,
        "Bayesian optimisation of percentile, gamma and allowance; then of each layer's scale",
        "none",
        "global",
        "layers"
    );
    public static readonly Option<int> Trials = Whole(
        "trials",
        OptionGroup.Conversion,
        35,
        "most conversions that the global search tries",
        6,
        1000
    );
    public static readonly Option<int> SearchImages = Whole(
        "search_images",
        OptionGroup.Conversion,
        8,
        "pictures on which the search compares",
        1,
        10_000
    );
    public static readonly Option<double?> SpikeWeight = MaybeNumber(
        "spike_weight",
        OptionGroup.Conversion,
        "w of the objective ln(error) + w ln(spikes); 0, for the exact neuron 1",
        0,
        100
    );
    public static readonly Option<string?> AnnModel = Text(
        "ann",
        OptionGroup.Conversion,
        "FILE",
        "the network that was converted: its checkpoint or graph"
    );
    public static readonly Option<int[]?> Steps = Wholes(
        "steps",
        OptionGroup.Conversion,
        "time steps at which to look, 4,8,16,32,64 unless told"
    );

    // How it runs.
    public static readonly Option<int> Epochs = Whole("epochs", Run, Training.Epochs, "passes over the training pictures", 1);
    public static readonly Option<double?> Time = MaybeNumber("time", Run, "train for so many hours instead", 1e-6);
    public static readonly Option<int> Patience = Whole(
        "patience",
        Run,
        Training.Patience,
        "stop after so many epochs without improvement; 0 never"
    );
    public static readonly Option<int> Batch = Whole("batch", Run, Training.Batch, "pictures a batch", 1);
    public static readonly Option<int?> ImageSize = MaybeWhole(
        "imgsz",
        Run,
        "side of the network's input, pixels, a multiple of 32; as it was trained",
        32,
        8192
    );
    public static readonly Option<int> TrainingSize = Whole(
        "imgsz",
        Run,
        Training.ImageSize,
        "side of the network's input, pixels, a multiple of 32",
        32,
        8192
    );
    public static readonly Option<int[]?> CropSize = Sides(
        "crop_size",
        Run,
        "of segmentation: height and width of what is cut out of pictures, multiples of 32; their usual shape at imgsz otherwise",
        32,
        8192
    );
    public static readonly Option<string> Device = Choice("device", Run, "where to compute", "cpu", "cuda");
    public static readonly Option<int> Workers = Whole("workers", Run, 8, "threads that load pictures, at most one a core");
    public static readonly Option<int> Threads = Whole("threads", Run, 0, "threads that compute; 0 one a core", 0, 1024);
    public static readonly Option<string> Engine = Choice(
        "engine",
        Run,
        "how a compiled graph runs: float weights, 8-bit weights, binary time steps, or the slow interpreter",
        "exact",
        "int8",
        "binary",
        "reference"
    );
    public static readonly Option<bool> SpikesOnly = Flag(
        "spikes_only",
        Run,
        false,
        "let the engine keep every convolution on spikes, where factors would be faster"
    );
    public static readonly Option<int> Runs = Whole("runs", Run, 50, "how often to measure; with a peer, in each round", 1, 1_000_000);
    public static readonly Option<string?> Peer = Text(
        "peer",
        Run,
        "torch|ort|FILE",
        "measure plain PyTorch, or ONNX Runtime on the exported graph or on an ONNX file, in turn with the engine"
    );
    public static readonly Option<int> Rounds = Whole("rounds", Run, 5, "how often the engine and its peer take turns", 1, 1000);
    public static readonly Option<bool> PerLayer = Flag("per_layer", Run, false, "show what each layer costs");
    public static readonly Option<int> Seed = Whole("seed", Run, 0, "decides weights, order and augmentation");
    public static readonly Option<string> Cache = Choice("cache", Run, "keep decoded pictures in memory", "false", "true", "ram");
    public static readonly Option<string?> Resume = new(
        "resume",
        Run,
        null,
        "RUN",
        "a run folder, a checkpoint, or nothing for the last run",
        "go on with a run that was stopped",
        (string text, out string? value) => (value = text.ToLowerInvariant() == "false" ? null : text) != ""
    )
    {
        Alone = "true",
    };
    public static readonly Option<bool> Validate = Flag("val", Run, true, "validate after every epoch");
    public static readonly Option<bool> Rectangular = Flag(
        "rect",
        Run,
        false,
        "batches of one shape with little padding; in val true unless told otherwise"
    );

    // The optimiser.
    public static readonly Option<string> Optimizer = Choice(
        "optimizer",
        Optimiser,
        "auto chooses by the number of iterations",
        "auto",
        "SGD",
        "AdamW"
    );
    public static readonly Option<double> InitialRate = Number("lr0", Optimiser, Training.Lr0, "initial learning rate");
    public static readonly Option<double> FinalRate = Number("lrf", Optimiser, Training.Lrf, "final learning rate as a share of lr0");
    public static readonly Option<double> Momentum = Number(
        "momentum",
        Optimiser,
        Training.Momentum,
        "momentum of SGD, beta1 of AdamW",
        0,
        1
    );
    public static readonly Option<double> WeightDecay = Number(
        "weight_decay",
        Optimiser,
        Training.WeightDecay,
        "decay of the convolutions' weights"
    );
    public static readonly Option<double> WarmupEpochs = Number("warmup_epochs", Optimiser, Training.WarmupEpochs, "epochs of warm-up");
    public static readonly Option<double?> BackboneRate = MaybeNumber(
        "backbone_lr_mult",
        Optimiser,
        "factor on the learning rate of Spike2Former's backbone; 0.1 where weights are given, else 1"
    );
    public static readonly Option<double> WarmupMomentum = Number(
        "warmup_momentum",
        Optimiser,
        Training.WarmupMomentum,
        "momentum at the start of warm-up",
        0,
        1
    );
    public static readonly Option<double> WarmupBiasRate = Number(
        "warmup_bias_lr",
        Optimiser,
        Training.WarmupBiasLr,
        "learning rate of the biases at the start of warm-up"
    );
    public static readonly Option<bool> CosineRate = Flag("cos_lr", Optimiser, false, "cosine schedule instead of a line");
    public static readonly Option<int> NominalBatch = Whole(
        "nbs",
        Optimiser,
        Training.NominalBatch,
        "nominal batch: gradients are added up to it",
        1
    );

    public static readonly Option<double> BoxGain = Number("box", Loss, Training.Gains.Box, "gain of the box loss");
    public static readonly Option<double> ClassGain = Number("cls", Loss, Training.Gains.Class, "gain of the class loss");
    public static readonly Option<double> DistributionGain = Number("dfl", Loss, Training.Gains.Dfl, "gain of the distribution focal loss");

    public static readonly Option<string> ClassWeights = Choice(
        "class_weights",
        Loss,
        "of segmentation: rare classes count more, by their frequency or its square root",
        "none",
        "sqrt",
        "median"
    );

    public static readonly Option<double> Hue = Number("hsv_h", Augmentation, Training.Augment.HsvH, "largest change of hue", 0, 1);
    public static readonly Option<double> Saturation = Number(
        "hsv_s",
        Augmentation,
        Training.Augment.HsvS,
        "largest change of saturation",
        0,
        1
    );
    public static readonly Option<double> Brightness = Number(
        "hsv_v",
        Augmentation,
        Training.Augment.HsvV,
        "largest change of brightness",
        0,
        1
    );
    public static readonly Option<double> Translate = Number(
        "translate",
        Augmentation,
        Training.Augment.Translate,
        "largest shift, as a share of the side",
        0,
        1
    );
    public static readonly Option<double> Scale = Number(
        "scale",
        Augmentation,
        Training.Augment.Scale,
        "largest change of size, up and down",
        0,
        0.99
    );
    public static readonly Option<double> Degrees = Number(
        "degrees",
        Augmentation,
        Training.Augment.Degrees,
        "largest rotation, degrees",
        0,
        180
    );
    public static readonly Option<double> Shear = Number("shear", Augmentation, Training.Augment.Shear, "largest shear, degrees", 0, 89);
    public static readonly Option<double> FlipUpDown = Number(
        "flipud",
        Augmentation,
        Training.Augment.FlipUd,
        "probability of turning upside down",
        0,
        1
    );
    public static readonly Option<double> FlipLeftRight = Number(
        "fliplr",
        Augmentation,
        Training.Augment.FlipLr,
        "probability of mirroring",
        0,
        1
    );
    public static readonly Option<double> Mosaic = Number(
        "mosaic",
        Augmentation,
        Training.Augment.Mosaic,
        "probability of joining four pictures",
        0,
        1
    );
    public static readonly Option<double> MixUp = Number(
        "mixup",
        Augmentation,
        Training.Augment.MixUp,
        "probability of blending with a second picture",
        0,
        1
    );
    public static readonly Option<double[]?> RatioRange = Range(
        "ratio_range",
        Augmentation,
        "of segmentation: size as a share of imgsz, instead of scale; the long side, proportions kept",
        0.01,
        10
    );
    public static readonly Option<int[]?> RatioSize = Sides(
        "ratio_size",
        Augmentation,
        "of ratio_range: long and short side that the picture fits within at 1, instead of a long side of imgsz",
        32,
        16384,
        "N|N,N"
    );
    public static readonly Option<double> CatMaxRatio = Number(
        "cat_max_ratio",
        Augmentation,
        Training.Augment.CatMaxRatio,
        "of segmentation: try ten other crops while one class has at least this share",
        0.01,
        1
    );
    public static readonly Option<bool> PhotometricDistortion = Flag(
        "photometric_distortion",
        Augmentation,
        false,
        "of segmentation: brightness, contrast, saturation, hue by chance, instead of hsv"
    );
    public static readonly Option<int> CloseMosaic = Whole(
        "close_mosaic",
        Augmentation,
        Training.CloseMosaic,
        "last epochs without mosaic"
    );

    public static readonly Option<double?> Confidence = MaybeNumber(
        "conf",
        OptionGroup.Evaluation,
        string.Create(
            CultureInfo.InvariantCulture,
            $"least confidence of a box; {Suppression.Confidence}, in val {SuppressionOptions.Validation.Confidence}"
        ),
        0,
        1
    );
    public static readonly Option<double> Overlap = Number(
        "iou",
        OptionGroup.Evaluation,
        Suppression.IoU,
        "overlap above which the weaker of two boxes goes",
        0,
        1
    );
    public static readonly Option<int> MaxDetections = Whole(
        "max_det",
        OptionGroup.Evaluation,
        Suppression.MaxDetections,
        "most boxes a picture",
        1,
        30000
    );
    public static readonly Option<bool> AgnosticNms = Flag(
        "agnostic_nms",
        OptionGroup.Evaluation,
        false,
        "boxes of different classes suppress one another"
    );
    public static readonly Option<bool> Slide = Flag(
        "slide",
        OptionGroup.Evaluation,
        false,
        "of segmentation: score the picture in windows that overlap, and average, instead of whole"
    );
    public static readonly Option<int[]?> WindowSize = Sides(
        "crop_size",
        OptionGroup.Evaluation,
        "of slide: the windows' height and width, pixels, multiples of 32; a square of the network's imgsz otherwise",
        32,
        8192
    );
    public static readonly Option<int[]?> Stride = Sides(
        "stride",
        OptionGroup.Evaluation,
        "of slide: from one window to the next, pixels; two thirds of its sides otherwise",
        1,
        8192
    );
    public static readonly Option<double?> MinMap = MaybeNumber(
        "min_map",
        OptionGroup.Evaluation,
        "fail (exit code 6) below this mAP50-95",
        0,
        1
    );

    public static readonly Option<string> OperationEnergy = Choice(
        "energy_model",
        OptionGroup.Evaluation,
        "energy of an operation, 45 nm: 4.6/0.9, 1.5/0.4, 0.23/0.03 pJ a multiply-accumulate/an addition",
        "float32",
        "float16",
        "int8"
    );

    public static readonly Option<bool> ShowLabels = Flag(
        "show_labels",
        Drawing,
        true,
        "write class names beside boxes, or below a segmented picture"
    );
    public static readonly Option<bool> ShowConfidence = Flag("show_conf", Drawing, true, "write confidences beside boxes");
    public static readonly Option<int?> LineWidth = MaybeWhole(
        "line_width",
        Drawing,
        "thickness of lines, pixels; by the picture's size otherwise",
        1,
        100
    );
    public static readonly Option<bool> Plots = Flag("plots", Drawing, true, "draw curves and sample pictures");

    public static readonly Option<string?> Project = Text("project", Output, "FOLDER", "folder of runs; runs/<task> otherwise");
    public static readonly Option<string?> Name = Text("name", Output, "NAME", "folder of this run; train, train2, ... otherwise");
    public static readonly Option<bool> ExistOk = Flag("exist_ok", Output, false, "write into that folder even if it is there");
    public static readonly Option<bool> Save = Flag("save", Output, true, "write checkpoints, or pictures with boxes");
    public static readonly Option<int> SavePeriod = Whole(
        "save_period",
        Output,
        -1,
        "a checkpoint of its own every n epochs; -1 never",
        -1
    );
    public static readonly Option<bool> SaveJson = Flag("save_json", Output, false, "write predictions.json in COCO's form");
    public static readonly Option<bool> SaveJsonLines = Flag(
        "save_jsonl",
        Output,
        false,
        "write results.jsonl, a line of JSON a picture or frame"
    );
    public static readonly Option<bool> SaveText = Flag("save_txt", Output, false, "write boxes as YOLO label files");
    public static readonly Option<bool> SaveConfidence = Flag("save_conf", Output, false, "add the confidence to those label files");
    public static readonly Option<bool> SaveCrops = Flag("save_crop", Output, false, "write each box's part of the picture");
    public static readonly Option<string> Format = Choice("format", Output, "form of the exported network", "onnx");
    public static readonly Option<bool> Factorised = Flag(
        "factorised",
        Output,
        false,
        "export merged convolutions as the chains they were made of: fewer multiplications, but on reals"
    );
    public static readonly Option<string?> OutputFile = Text("output", Output, "PATH", "what to write", letter: 'o');
    public static readonly Option<bool> AllTensors = Flag(
        "all_tensors",
        Output,
        false,
        "write what every node of the graph gives, not only its outputs"
    );
    public static readonly Option<string?> Json = Text("json", Output, "FILE", "write the results as JSON too");

    public static readonly Option<bool> Verbose = Flag("verbose", General, false, "show the stack trace of an error");

    // Options that go together.
    public static readonly Option[] Network =
    [
        ClassCount,
        Channels,
        TimeSteps,
        MaxSpikes,
        Decay,
        Neuron,
        TokenLayout,
        Ablate,
        Act,
        DepthMultiple,
        WidthMultiple,
        MaxChannels,
        LastRatio,
    ];
    public static readonly Option[] Converting =
    [
        SpikingSteps,
        ConversionNeuron,
        Percentile,
        ScaleKind,
        ScaleFactor,
        PowerOfTwo,
        Gamma,
        InitialMembrane,
        CalibrationRule,
        AllowanceSteps,
        Restore,
        PoolingKind,
        ClampAt,
        SignedNeurons,
        Explain,
        Search,
        Trials,
        SearchImages,
        SpikeWeight,
        Seed,
    ];
    public static readonly Option[] Computing = [Device, Threads];
    public static readonly Option[] Running = [Engine, SpikesOnly];
    public static readonly Option[] Sliding = [Slide, WindowSize, Stride];
    public static readonly Option[] Schedule =
    [
        Optimizer,
        InitialRate,
        FinalRate,
        Momentum,
        WeightDecay,
        WarmupEpochs,
        WarmupMomentum,
        WarmupBiasRate,
        BackboneRate,
        CosineRate,
        NominalBatch,
        BoxGain,
        ClassGain,
        DistributionGain,
    ];
    public static readonly Option[] Augmenting =
    [
        Hue,
        Saturation,
        Brightness,
        Translate,
        Scale,
        Degrees,
        Shear,
        FlipUpDown,
        FlipLeftRight,
        Mosaic,
        MixUp,
        CloseMosaic,
        RatioRange,
        RatioSize,
        CatMaxRatio,
        PhotometricDistortion,
    ];
    public static readonly Option[] RunFolder = [Project, Name, ExistOk];
}

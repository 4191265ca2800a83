using static SpikeSharp.Bench.Zoo.Constant;

namespace SpikeSharp.Bench.Zoo;

/// <summary>A small model of every operator that is imported, in every form that is read.</summary>
internal sealed class ZooModels
{
    private readonly List<ZooModel> _models = [];

    private readonly JsRandom _random;

    private ZooModels(JsRandom random) => _random = random;

    /// <summary>All of them; the same numbers everywhere.</summary>
    /// <param name="random">Draws the weights.</param>
    public static IReadOnlyList<ZooModel> All(JsRandom random)
    {
        var zoo = new ZooModels(random);
        zoo.Convolutions();
        zoo.Matrices();
        zoo.Pools();
        zoo.Arithmetic();
        zoo.Activations();
        zoo.Moves();
        zoo.Resizing();
        zoo.WorkedOutShapes();
        zoo.Detector("yolov8_detect", [8, 4, 2], 3, 16, 32);
        zoo.Detector("yolov8_detect_one_level", [4], 3, 8, 32);
        return zoo._models;
    }

    // Convolutions: groups, strides, dilations, pads, one axis, auto_pad.
    private void Convolutions()
    {
        Add(
            "conv",
            13,
            [1, 3, 9, 8],
            ["y"],
            Node("Conv", ["x", Drawn(4, 3, 3, 3), Drawn(4)], ["y"], Attribute.Of("pads", 1, 1, 1, 1), Attribute.Of("strides", 2, 2))
        );
        Add(
            "conv_groups_dilated",
            13,
            [1, 4, 11, 12],
            ["y"],
            Node(
                "Conv",
                ["x", Drawn(6, 2, 3, 3)],
                ["y"],
                Attribute.Of("group", 2),
                Attribute.Of("dilations", 2, 2),
                Attribute.Of("pads", 2, 2, 2, 2)
            )
        );
        Add(
            "conv_asymmetric_pads",
            13,
            [1, 2, 7, 7],
            ["y"],
            Node("Conv", ["x", Drawn(3, 2, 3, 2), Drawn(3)], ["y"], Attribute.Of("pads", 0, 1, 2, 0), Attribute.Of("strides", 2, 2))
        );
        Add("conv_rectangular", 13, [1, 2, 9, 10], ["y"], Node("Conv", ["x", Drawn(3, 2, 1, 7)], ["y"], Attribute.Of("pads", 0, 3, 0, 3)));
        Add(
            "conv_strides_differ",
            13,
            [1, 2, 9, 10],
            ["y"],
            Node("Conv", ["x", Drawn(3, 2, 3, 3), Drawn(3)], ["y"], Attribute.Of("strides", 2, 3), Attribute.Of("pads", 1, 1, 1, 1))
        );
        Add("conv_strides_share", 13, [1, 2, 12, 13], ["y"], Node("Conv", ["x", Drawn(3, 2, 3, 3)], ["y"], Attribute.Of("strides", 4, 2)));
        Add(
            "conv_dilations_differ",
            13,
            [1, 2, 9, 10],
            ["y"],
            Node("Conv", ["x", Drawn(3, 2, 3, 3), Drawn(3)], ["y"], Attribute.Of("dilations", 1, 2), Attribute.Of("pads", 1, 2, 1, 2))
        );
        Add(
            "conv_same_upper",
            13,
            [1, 2, 7, 10],
            ["y"],
            Node("Conv", ["x", Drawn(3, 2, 3, 4)], ["y"], Attribute.Of("auto_pad", "SAME_UPPER"), Attribute.Of("strides", 2, 3))
        );
        Add(
            "conv_same_lower",
            11,
            [1, 2, 7, 10],
            ["y"],
            Node("Conv", ["x", Drawn(3, 2, 2, 4)], ["y"], Attribute.Of("auto_pad", "SAME_LOWER"), Attribute.Of("strides", 2, 2))
        );
        Add("conv_valid", 11, [1, 2, 7, 10], ["y"], Node("Conv", ["x", Drawn(3, 2, 2, 4)], ["y"], Attribute.Of("auto_pad", "VALID")));
        Add(
            "conv_1d",
            13,
            [1, 3, 15],
            ["y"],
            Node(
                "Conv",
                ["x", Drawn(4, 3, 5), Drawn(4)],
                ["y"],
                Attribute.Of("pads", 2, 1),
                Attribute.Of("strides", [2]),
                Attribute.Of("dilations", [2])
            )
        );
        Add(
            "conv_transpose",
            13,
            [1, 3, 5, 4],
            ["y"],
            Node("ConvTranspose", ["x", Drawn(3, 2, 2, 2), Drawn(2)], ["y"], Attribute.Of("strides", 2, 2))
        );
        Add(
            "conv_transpose_pads",
            13,
            [1, 4, 5, 6],
            ["y"],
            Node(
                "ConvTranspose",
                ["x", Drawn(4, 3, 4, 4)],
                ["y"],
                Attribute.Of("strides", 2, 2),
                Attribute.Of("pads", 1, 1, 1, 1),
                Attribute.Of("group", 2)
            )
        );
        Add(
            "conv_transpose_extra",
            13,
            [1, 2, 5, 4],
            ["y"],
            Node(
                "ConvTranspose",
                ["x", Drawn(2, 3, 3, 3)],
                ["y"],
                Attribute.Of("strides", 2, 2),
                Attribute.Of("pads", 1, 0, 1, 2),
                Attribute.Of("output_padding", 1, 1)
            )
        );
        Add(
            "conv_transpose_dilated",
            13,
            [1, 2, 5, 4],
            ["y"],
            Node("ConvTranspose", ["x", Drawn(2, 3, 3, 2)], ["y"], Attribute.Of("dilations", 2, 2), Attribute.Of("pads", 3, 1, 4, 2))
        );
    }

    // Matrices.
    private void Matrices()
    {
        Add(
            "gemm",
            13,
            [1, 6],
            ["y"],
            Node("Gemm", ["x", Drawn(6, 4), Drawn(4)], ["y"], Attribute.Of("alpha", 0.5f), Attribute.Of("beta", 2f))
        );
        Add(
            "gemm_turned",
            13,
            [1, 2, 3, 2],
            ["y"],
            Node("Flatten", ["x"], ["v"]),
            Node("Gemm", ["v", Drawn(5, 12), Drawn(1, 5)], ["y"], Attribute.Of("transB", 1))
        );
        Add(
            "gemm_rows",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Reshape", ["x", Wholes(6, 4)], ["v"]),
            Node("Gemm", ["v", Drawn(4, 5), Drawn(5)], ["y"])
        );
        Add(
            "gemm_column",
            13,
            [1, 6],
            ["y"],
            Node("Reshape", ["x", Wholes(6, 1)], ["v"]),
            Node("Gemm", ["v", Drawn(6, 3)], ["y"], Attribute.Of("transA", 1))
        );
        Add("matmul_add", 13, [1, 6], ["y"], Node("MatMul", ["x", Drawn(6, 4)], ["v"]), Node("Add", ["v", Drawn(4)], ["y"]));
        Add("matmul_rows", 13, [1, 2, 5, 3], ["y"], Node("MatMul", ["x", Drawn(3, 4)], ["y"]));
        Add("matmul_left", 13, [1, 4, 6], ["y"], Node("MatMul", [Drawn(3, 4), "x"], ["y"]));
        Add(
            "batch_norm",
            15,
            [1, 3, 4, 5],
            ["y"],
            Node("BatchNormalization", ["x", Drawn(3), Drawn(3), Drawn(3), Positive(Drawn(3))], ["y"], Attribute.Of("epsilon", 0.001f))
        );
        Add("batch_norm_old", 9, [1, 3], ["y"], Node("BatchNormalization", ["x", Drawn(3), Drawn(3), Drawn(3), Positive(Drawn(3))], ["y"]));
    }

    // Pools and reductions.
    private void Pools()
    {
        Add(
            "max_pool",
            13,
            [1, 2, 9, 8],
            ["y"],
            Node(
                "MaxPool",
                ["x"],
                ["y"],
                Attribute.Of("kernel_shape", 3, 3),
                Attribute.Of("strides", 2, 2),
                Attribute.Of("pads", 1, 1, 1, 1)
            )
        );
        Add(
            "max_pool_ceil",
            13,
            [1, 2, 8, 9],
            ["y"],
            Node(
                "MaxPool",
                ["x"],
                ["y"],
                Attribute.Of("kernel_shape", 3, 2),
                Attribute.Of("strides", 2, 3),
                Attribute.Of("pads", 1, 0, 0, 1),
                Attribute.Of("ceil_mode", 1)
            )
        );
        Add(
            "max_pool_dilated",
            13,
            [1, 2, 8, 9],
            ["y"],
            Node(
                "MaxPool",
                ["x"],
                ["y"],
                Attribute.Of("kernel_shape", 2, 3),
                Attribute.Of("dilations", 3, 2),
                Attribute.Of("pads", 1, 2, 1, 2)
            )
        );
        Add(
            "max_pool_same",
            13,
            [1, 2, 8, 9],
            ["y"],
            Node(
                "MaxPool",
                ["x"],
                ["y"],
                Attribute.Of("kernel_shape", 3, 3),
                Attribute.Of("strides", 2, 2),
                Attribute.Of("auto_pad", "SAME_UPPER")
            )
        );
        Add(
            "max_pool_1d",
            13,
            [1, 2, 11],
            ["y"],
            Node("MaxPool", ["x"], ["y"], Attribute.Of("kernel_shape", [3]), Attribute.Of("strides", [2]))
        );
        Add(
            "average_pool",
            13,
            [1, 2, 9, 8],
            ["y"],
            Node(
                "AveragePool",
                ["x"],
                ["y"],
                Attribute.Of("kernel_shape", 3, 2),
                Attribute.Of("strides", 2, 2),
                Attribute.Of("pads", 1, 0, 1, 1)
            )
        );
        Add(
            "average_pool_padded",
            13,
            [1, 2, 9, 8],
            ["y"],
            Node(
                "AveragePool",
                ["x"],
                ["y"],
                Attribute.Of("kernel_shape", 3, 3),
                Attribute.Of("pads", 1, 1, 1, 1),
                Attribute.Of("count_include_pad", 1)
            )
        );
        Add(
            "average_pool_ceil",
            13,
            [1, 2, 8, 8],
            ["y"],
            Node(
                "AveragePool",
                ["x"],
                ["y"],
                Attribute.Of("kernel_shape", 3, 3),
                Attribute.Of("strides", 2, 2),
                Attribute.Of("ceil_mode", 1)
            )
        );
        Add("global_average_pool", 13, [1, 3, 5, 4], ["y"], Node("GlobalAveragePool", ["x"], ["y"]));
        Add("global_max_pool", 13, [1, 3, 5, 4], ["y"], Node("GlobalMaxPool", ["x"], ["y"]));
        Add(
            "reduce_mean",
            13,
            [1, 3, 5, 4],
            ["y"],
            Node("ReduceMean", ["x"], ["y"], Attribute.Of("axes", 2, 3), Attribute.Of("keepdims", 0))
        );
        Add("reduce_mean_18", 18, [1, 3, 5, 4], ["y"], Node("ReduceMean", ["x", Wholes(-1, 1)], ["y"]));
        Add("reduce_sum", 13, [1, 3, 5, 4], ["y"], Node("ReduceSum", ["x", Wholes(1)], ["y"], Attribute.Of("keepdims", 0)));
        Add("reduce_max_all", 12, [1, 3, 5, 4], ["y"], Node("ReduceMax", ["x"], ["y"]));
        Add(
            "reduce_min_five",
            12,
            [1, 2, 3, 8],
            ["y"],
            Node("Reshape", ["x", Wholes(1, 2, 3, 2, 4)], ["v"]),
            Node("ReduceMin", ["v"], ["y"], Attribute.Of("axes", 2, 4), Attribute.Of("keepdims", 0))
        );
        Add(
            "arg_max",
            13,
            [1, 5, 3, 4],
            ["y"],
            Node("ArgMax", ["x"], ["v"], Attribute.Of("axis", 1), Attribute.Of("keepdims", 0)),
            Node("Cast", ["v"], ["y"], Attribute.Of("to", 1))
        );
    }

    // Arithmetic, constants and stretching.
    private void Arithmetic()
    {
        Add("add", 13, [1, 2, 3, 4], ["y"], Node("Relu", ["x"], ["v"]), Node("Add", ["x", "v"], ["y"]));
        Add("sum", 13, [1, 2, 3, 4], ["y"], Node("Relu", ["x"], ["v"]), Node("Sum", ["x", "v", "x"], ["y"]));
        Add("sum_stretched", 13, [1, 2, 3, 4], ["y"], Node("Sum", ["x", Drawn(2, 1, 1), Drawn(3, 1)], ["y"]));
        Add(
            "sub_constants",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Sub", ["x", Drawn(1, 2, 1, 1)], ["v"]),
            Node("Sub", [Drawn(2, 1, 1), "v"], ["y"])
        );
        Add("mul_div_scalar", 13, [1, 2, 3, 4], ["y"], Node("Mul", ["x", Real(3f)], ["v"]), Node("Div", ["v", Reals(0.7f)], ["y"]));
        Add("div_by_value", 13, [1, 2, 3, 4], ["y"], Node("Exp", ["x"], ["v"]), Node("Div", [Real(2f), "v"], ["y"]));
        Add("mul_plane", 13, [1, 2, 3, 4], ["y"], Node("Mul", ["x", Drawn(3, 4)], ["y"]));
        Add(
            "mul_gate",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("GlobalAveragePool", ["x"], ["v"]),
            Node("Sigmoid", ["v"], ["s"]),
            Node("Mul", ["x", "s"], ["y"])
        );
        Add(
            "mul_by_turns",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Reshape", ["x", Wholes(1, 2, 1, 3, 4)], ["v"]),
            Node("Mul", ["v", Drawn(1, 1, 5, 1, 4)], ["y"])
        );
        Add(
            "pow",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Pow", ["x", Real(2f)], ["v"]),
            Node("Pow", ["v", Real(0.5f)], ["s"]),
            Node("Pow", ["s", Real(3f)], ["y"])
        );
        Add(
            "max_min",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Max", ["x", Real(-0.5f)], ["v"]),
            Node("Min", ["v", Real(0.25f)], ["s"]),
            Node("Max", ["s", "x", Drawn(2, 1, 1)], ["y"])
        );
        Add("max_zero", 13, [1, 2, 3, 4], ["y"], Node("Max", ["x", Real(0f)], ["y"]));
    }

    // Activations.
    private void Activations()
    {
        Add("relu", 13, [1, 2, 3, 4], ["y"], Node("Relu", ["x"], ["y"]));
        Add("clip_10", 10, [1, 2, 3, 4], ["y"], Node("Clip", ["x"], ["y"], Attribute.Of("min", 0f), Attribute.Of("max", 0.5f)));
        Add("clip_11", 11, [1, 2, 3, 4], ["y"], Node("Clip", ["x", Real(-0.25f), Real(0.5f)], ["y"]));
        Add("clip_below", 13, [1, 2, 3, 4], ["y"], Node("Clip", ["x", Real(0f)], ["v"]), Node("Clip", ["v", "", Real(0.75f)], ["y"]));
        Add("leaky_relu", 13, [1, 2, 3, 4], ["y"], Node("LeakyRelu", ["x"], ["y"], Attribute.Of("alpha", 0.125f)));
        Add("prelu", 13, [1, 2, 3, 4], ["y"], Node("PRelu", ["x", Reals(0.25f)], ["y"]));
        Add("prelu_channels", 13, [1, 2, 3, 4], ["y"], Node("PRelu", ["x", Drawn(2, 1, 1)], ["y"]));
        foreach (var name in (string[])["Sigmoid", "Tanh", "Exp", "Erf", "Neg", "Abs", "Softplus", "HardSwish", "HardSigmoid", "Elu"])
            Add(name.ToLowerInvariant(), 14, [1, 2, 3, 4], ["y"], Node(name, ["x"], ["y"]));
        Add(
            "log_sqrt",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Abs", ["x"], ["v"]),
            Node("Sqrt", ["v"], ["s"]),
            Node("Add", ["s", Real(1f)], ["t"]),
            Node("Log", ["t"], ["u"]),
            Node("Add", ["u", Real(1f)], ["q"]),
            Node("Reciprocal", ["q"], ["y"])
        );
        Add("mish", 18, [1, 2, 3, 4], ["y"], Node("Mish", ["x"], ["y"]));
        Add("gelu", 20, [1, 2, 3, 4], ["y"], Node("Gelu", ["x"], ["v"]), Node("Gelu", ["v"], ["y"], Attribute.Of("approximate", "tanh")));
        Add("softmax_12", 12, [1, 2, 3, 4], ["y"], Node("Softmax", ["x"], ["y"]));
        Add("softmax_12_axis", 12, [1, 2, 3, 4], ["y"], Node("Softmax", ["x"], ["y"], Attribute.Of("axis", 3)));
        Add("softmax_13", 13, [1, 2, 3, 4], ["y"], Node("Softmax", ["x"], ["y"], Attribute.Of("axis", 1)));
        Add("softmax_vector", 11, [1, 7], ["y"], Node("Softmax", ["x"], ["y"]));
        Add("log_softmax", 13, [1, 2, 3, 4], ["y"], Node("LogSoftmax", ["x"], ["y"]));
    }

    // Shapes and moves.
    private void Moves()
    {
        Add(
            "concat",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Relu", ["x"], ["v"]),
            Node("Concat", ["x", "v", Drawn(1, 1, 3, 4)], ["y"], Attribute.Of("axis", 1))
        );
        Add(
            "concat_width",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Relu", ["x"], ["v"]),
            Node("Concat", ["x", "v"], ["y"], Attribute.Of("axis", -1))
        );
        Add(
            "concat_height",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Relu", ["x"], ["v"]),
            Node("Concat", ["v", "x"], ["y"], Attribute.Of("axis", 2))
        );
        Add(
            "concat_batch",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Relu", ["x"], ["v"]),
            Node("Concat", ["v", "x"], ["y"], Attribute.Of("axis", 0))
        );
        Add(
            "split",
            13,
            [1, 6, 3, 4],
            ["y", "z"],
            Node("Split", ["x", Wholes(1, 2, 3)], ["a", "b", "y"], Attribute.Of("axis", 1)),
            Node("Relu", ["b"], ["z"])
        );
        Add("split_11", 11, [1, 2, 3, 8], ["y", "z"], Node("Split", ["x"], ["y", "z"], Attribute.Of("axis", 3)));
        Add(
            "split_18",
            18,
            [1, 7, 2, 2],
            ["y", "z", "q"],
            Node("Split", ["x"], ["y", "z", "q"], Attribute.Of("axis", 1), Attribute.Of("num_outputs", 3))
        );
        Add("slice", 13, [1, 4, 6, 7], ["y"], Node("Slice", ["x", Wholes(1, -6), Wholes(4, 9999), Wholes(1, 3), Wholes(1, 2)], ["y"]));
        Add(
            "slice_9",
            9,
            [1, 4, 6, 7],
            ["y"],
            Node("Slice", ["x"], ["y"], Attribute.Of("starts", 1, 0), Attribute.Of("ends", 3, -1), Attribute.Of("axes", 2, 3))
        );
        Add("slice_back", 13, [1, 4, 6, 7], ["y"], Node("Slice", ["x", Wholes(-1), Wholes(-9999), Wholes(2), Wholes(-2)], ["y"]));
        Add(
            "focus",
            11,
            [1, 3, 8, 8],
            ["y"],
            Node("Slice", ["x", Wholes(0), Wholes(9999), Wholes(2), Wholes(2)], ["a"]),
            Node("Slice", ["x", Wholes(1), Wholes(9999), Wholes(2), Wholes(2)], ["b"]),
            Node("Concat", ["a", "b"], ["y"], Attribute.Of("axis", 1))
        );
        Add("gather", 13, [1, 4, 3, 5], ["y"], Node("Gather", ["x", Wholes(3, 0, -2)], ["y"], Attribute.Of("axis", 1)));
        Add("gather_one", 13, [1, 4, 3, 5], ["y"], Node("Gather", ["x", Whole(-1)], ["y"], Attribute.Of("axis", 2)));
        Add("tile", 13, [1, 2, 3, 4], ["y"], Node("Tile", ["x", Wholes(1, 2, 1, 3)], ["y"]));
        Add("expand", 13, [1, 2, 1, 4], ["y"], Node("Expand", ["x", Wholes(2, 1, 3, 1)], ["y"]));
        Add("transpose", 13, [1, 2, 3, 4], ["y"], Node("Transpose", ["x"], ["y"], Attribute.Of("perm", 0, 2, 3, 1)));
        Add("transpose_all", 13, [1, 2, 3, 4], ["y"], Node("Transpose", ["x"], ["y"]));
        Add(
            "channel_shuffle",
            13,
            [1, 6, 2, 3],
            ["y"],
            Node("Reshape", ["x", Wholes(1, 2, 3, 2, 3)], ["v"]),
            Node("Transpose", ["v"], ["s"], Attribute.Of("perm", 0, 2, 1, 3, 4)),
            Node("Reshape", ["s", Wholes(0, -1, 2, 3)], ["y"])
        );
        Add("depth_to_space", 13, [1, 8, 2, 3], ["y"], Node("DepthToSpace", ["x"], ["y"], Attribute.Of("blocksize", 2)));
        Add(
            "pixel_shuffle",
            13,
            [1, 8, 2, 3],
            ["y"],
            Node("DepthToSpace", ["x"], ["y"], Attribute.Of("blocksize", 2), Attribute.Of("mode", "CRD"))
        );
        Add("space_to_depth", 13, [1, 2, 4, 6], ["y"], Node("SpaceToDepth", ["x"], ["y"], Attribute.Of("blocksize", 2)));
        Add("flatten", 13, [1, 2, 3, 4], ["y"], Node("Flatten", ["x"], ["y"], Attribute.Of("axis", 2)));
        Add(
            "squeeze_unsqueeze",
            13,
            [1, 2, 1, 4],
            ["y"],
            Node("Squeeze", ["x", Wholes(2)], ["v"]),
            Node("Unsqueeze", ["v", Wholes(0, -1)], ["y"])
        );
        Add(
            "squeeze_11",
            11,
            [1, 2, 1, 4],
            ["y"],
            Node("Squeeze", ["x"], ["v"], Attribute.Of("axes", [2])),
            Node("Unsqueeze", ["v"], ["y"], Attribute.Of("axes", [1]))
        );
        Add("pad", 13, [1, 2, 3, 4], ["y"], Node("Pad", ["x", Wholes(0, 0, 1, 2, 0, 0, 0, 1)], ["y"]));
        Add(
            "pad_channels",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Pad", ["x", Wholes(0, 1, 0, 0, 0, 2, 0, -1)], ["y"], Attribute.Of("mode", "constant"))
        );
        Add("pad_9", 9, [1, 2, 3, 4], ["y"], Node("Pad", ["x"], ["y"], Attribute.Of("pads", 0, 0, 1, 1, 0, 0, 1, 1)));
        Add(
            "pad_reflect",
            13,
            [1, 2, 5, 4],
            ["y"],
            Node("Pad", ["x", Wholes(0, 0, 2, 1, 0, 0, 1, 3)], ["y"], Attribute.Of("mode", "reflect"))
        );
        Add("pad_edge", 13, [1, 2, 3, 4], ["y"], Node("Pad", ["x", Wholes(0, 0, 2, 1, 0, 0, 1, 3)], ["y"], Attribute.Of("mode", "edge")));
        Add("dropout_identity", 13, [1, 2, 3, 4], ["y"], Node("Dropout", ["x"], ["v"]), Node("Identity", ["v"], ["y"]));
    }

    // Resizing.
    private void Resizing()
    {
        Add("upsample_9", 9, [1, 2, 3, 4], ["y"], Node("Upsample", ["x", Reals(1f, 1f, 2f, 2f)], ["y"], Attribute.Of("mode", "nearest")));
        Add("resize_10", 10, [1, 2, 4, 4], ["y"], Node("Resize", ["x", Reals(1f, 1f, 1.5f, 2f)], ["y"], Attribute.Of("mode", "nearest")));
        Add(
            "resize_linear_10",
            10,
            [1, 2, 4, 4],
            ["y"],
            Node("Resize", ["x", Reals(1f, 1f, 2f, 2f)], ["y"], Attribute.Of("mode", "linear"))
        );
        foreach (var mode in (string[])["nearest", "linear", "cubic"])
        {
            foreach (var coordinates in (string[])["half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel"])
            {
                Add(
                    $"resize_{mode}_{coordinates}",
                    13,
                    [1, 2, 4, 5],
                    ["y"],
                    Node(
                        "Resize",
                        ["x", "", "", Wholes(1, 2, 7, 9)],
                        ["y"],
                        Attribute.Of("mode", mode),
                        Attribute.Of("coordinate_transformation_mode", coordinates),
                        Attribute.Of("nearest_mode", "floor")
                    )
                );
                Add(
                    $"resize_{mode}_{coordinates}_scales",
                    13,
                    [1, 2, 4, 5],
                    ["y"],
                    Node(
                        "Resize",
                        ["x", "", Reals(1f, 1f, 0.6f, 2.5f)],
                        ["y"],
                        Attribute.Of("mode", mode),
                        Attribute.Of("coordinate_transformation_mode", coordinates)
                    )
                );
            }
        }
        Add("resize_default_twice", 13, [1, 2, 3, 4], ["y"], Node("Resize", ["x", "", Reals(1f, 1f, 2f, 2f)], ["y"]));
        Add(
            "resize_ceil",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node(
                "Resize",
                ["x", "", Reals(1f, 1f, 1.7f, 1.3f)],
                ["y"],
                Attribute.Of("nearest_mode", "ceil"),
                Attribute.Of("coordinate_transformation_mode", "asymmetric")
            )
        );
        Add(
            "resize_prefer_ceil",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Resize", ["x", "", Reals(1f, 1f, 0.5f, 0.5f)], ["y"], Attribute.Of("nearest_mode", "round_prefer_ceil"))
        );
    }

    // Shapes that a runtime works out: what PyTorch writes for flatten and interpolate.
    private void WorkedOutShapes()
    {
        Add(
            "dynamic_flatten",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Shape", ["x"], ["s"]),
            Node("Gather", ["s", Whole(0)], ["b"]),
            Node("Unsqueeze", ["b", Wholes(0)], ["u"]),
            Node("Concat", ["u", Wholes(-1)], ["t"], Attribute.Of("axis", 0)),
            Node("Reshape", ["x", "t"], ["y"])
        );
        Add(
            "dynamic_resize",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Shape", ["x"], ["s"]),
            Node("Slice", ["s", Wholes(2), Wholes(4), Wholes(0)], ["hw"]),
            Node("Cast", ["hw"], ["real"], Attribute.Of("to", 1)),
            Node("Mul", ["real", Real(1.5f)], ["more"]),
            Node("Floor", ["more"], ["floor"]),
            Node("Cast", ["floor"], ["size"], Attribute.Of("to", 7)),
            Node("Slice", ["s", Wholes(0), Wholes(2), Wholes(0)], ["nc"]),
            Node("Concat", ["nc", "size"], ["sizes"], Attribute.Of("axis", 0)),
            Node(
                "Resize",
                ["x", "", "", "sizes"],
                ["y"],
                Attribute.Of("mode", "linear"),
                Attribute.Of("coordinate_transformation_mode", "pytorch_half_pixel")
            )
        );
        Add(
            "dynamic_grid",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("Range", [Whole(0), Whole(4), Whole(1)], ["g"]),
            Node("Cast", ["g"], ["real"], Attribute.Of("to", 1)),
            Node("Expand", ["real", Wholes(3, 4)], ["grid"]),
            Node("Add", ["x", "grid"], ["y"])
        );
        Add(
            "dynamic_where",
            13,
            [1, 2, 3, 4],
            ["y"],
            Node("ConstantOfShape", [Wholes(4)], ["ones"], Attribute.Of("value", Wholes(1))),
            Node("Mul", ["ones", Wholes(-1, -1, -1, -1)], ["m"]),
            Node("Equal", ["m", Wholes(-1, 2, 3, -1)], ["e"]),
            Node("Where", ["e", "ones", Wholes(5, 2, 3, 5)], ["t"]),
            Node("Reshape", ["x", Wholes(1, 2, 3, 4)], ["v"]),
            Node("Expand", ["v", "t"], ["y"])
        );
    }

    // The end of a YOLOv8 as Ultralytics writes it, with small sides: distributions to distances to boxes.
    private void Detector(string name, int[] sides, int classes, int regMax, int image)
    {
        var nodes = new List<ZooNode>();
        var flat = new List<ZooInput>();
        var anchors = sides.Sum(side => side * side);
        const int features = 4;
        for (var level = 0; level < sides.Length; level++)
        {
            var stride = image / sides[level];
            nodes.Add(new("Conv", ["x", Drawn(features, 3, stride, stride)], [$"p{level}"], Attribute.Of("strides", stride, stride)));
            nodes.Add(new("Conv", [$"p{level}", Drawn(4 * regMax, features, 1, 1), Drawn(4 * regMax)], [$"box{level}"]));
            nodes.Add(new("Conv", [$"p{level}", Drawn(classes, features, 1, 1), Drawn(classes)], [$"cls{level}"]));
            nodes.Add(new("Concat", [$"box{level}", $"cls{level}"], [$"map{level}"], Attribute.Of("axis", 1)));
            nodes.Add(new("Reshape", [$"map{level}", Wholes(1, 4 * regMax + classes, -1)], [$"flat{level}"]));
            flat.Add($"flat{level}");
        }
        var (points, strides) = (new float[2 * anchors], new float[anchors]);
        var at = 0;
        foreach (var side in sides)
        {
            for (var cell = 0; cell < side * side; cell++, at++)
                (points[at], points[anchors + at], strides[at]) = (cell % side + 0.5f, cell / side + 0.5f, image / side);
        }
        var (centres, pixels) = (Of([1, 2, anchors], points), Of([1, anchors], strides));
        var bins = Of([1, regMax, 1, 1], [.. Enumerable.Range(0, regMax).Select(bin => (float)bin)]);
        nodes.AddRange([
            new("Concat", [.. flat], ["all"], Attribute.Of("axis", 2)),
            new("Split", ["all", Wholes(4 * regMax, classes)], ["dist", "logits"], Attribute.Of("axis", 1)),
            new("Reshape", ["dist", Wholes(1, 4, regMax, anchors)], ["sides"]),
            new("Transpose", ["sides"], ["turned"], Attribute.Of("perm", 0, 2, 1, 3)),
            new("Softmax", ["turned"], ["soft"], Attribute.Of("axis", 1)),
            new("Conv", ["soft", bins], ["mean"]),
            new("Reshape", ["mean", Wholes(1, 4, anchors)], ["ltrb"]),
            new("Slice", ["ltrb", Wholes(0), Wholes(2), Wholes(1)], ["lt"]),
            new("Slice", ["ltrb", Wholes(2), Wholes(4), Wholes(1)], ["rb"]),
            new("Sub", [centres, "lt"], ["x1y1"]),
            new("Add", [centres, "rb"], ["x2y2"]),
            new("Add", ["x1y1", "x2y2"], ["both"]),
            new("Div", ["both", Real(2)], ["centre"]),
            new("Sub", ["x2y2", "x1y1"], ["extent"]),
            new("Concat", ["centre", "extent"], ["cells"], Attribute.Of("axis", 1)),
            new("Mul", ["cells", pixels], ["pixels"]),
            new("Sigmoid", ["logits"], ["scores"]),
            new("Concat", ["pixels", "scores"], ["y"], Attribute.Of("axis", 1)),
        ]);
        _models.Add(
            new ZooModel(name, 17, [1, 3, image, image], ["y"], nodes)
            {
                Metadata = [("names", "{0: 'cat', 1: \"dog's\", 2: 'bird'}"), ("stride", "32")],
            }
        );
    }

    private void Add(string name, int opset, int[] shape, string[] outputs, params ZooNode[] nodes) =>
        _models.Add(new ZooModel(name, opset, shape, outputs, nodes));

    private static ZooNode Node(string operation, ZooInput[] inputs, string[] outputs, params Attribute[] attributes) =>
        new(operation, inputs, outputs, attributes);

    private Constant Drawn(params int[] sizes) => Of(sizes, _random.Reals(sizes.Aggregate(1, (a, b) => a * b), x => x * 2 - 1));
}

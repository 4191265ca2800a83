using System.Globalization;
using SpikeSharp.Bench;
using SpikeSharp.Bench.Zoo;

// One measurement a process, so that peers can be run in turn: see bench/train-step.sh.
int Number(int i) => int.Parse(args[i], CultureInfo.InvariantCulture);
switch (args)
{
    case ["train-step", ..] when args.Length == 5:
        TrainStep.Run(args[1], Number(2), Number(3), Number(4));
        return 0;
    case ["full-step", ..] when args.Length == 6:
        FullStep.Run(args[1], args[2], Number(3), Number(4), Number(5));
        return 0;
    case ["calibrated", ..] when args.Length == 6:
        Calibrated.Run(args[1], args[2], double.Parse(args[3], CultureInfo.InvariantCulture), Number(4), args[5]);
        return 0;
    case ["engine", ..] when args.Length == 7:
        EngineRun.Run(args[1], args[2], Number(3), args[4], Number(5), Number(6));
        return 0;
    case ["density", ..] when args.Length == 4:
        EngineRun.Density(args[1], args[2], Number(3));
        return 0;
    case ["plot-density", _, _]:
        DensityPlot.Draw(args[1], args[2]);
        return 0;
    case ["convert-race", _, _]:
        RacePlot.Draw(args[1], args[2]);
        return 0;
    case ["soak", ..] when args.Length == 5:
        EngineRun.Soak(args[1], args[2], Number(3), Number(4));
        return 0;
    case ["onnx-time", ..] when args.Length == 6:
        OnnxRun.Time(args[1], Number(2), Number(3), Number(4), Number(5));
        return 0;
    case ["onnx-picture", ..] when args.Length == 5:
        OnnxRun.Picture(Number(1), Number(2), Number(3), args[4]);
        return 0;
    case ["onnx-image", ..] when args.Length == 4:
        OnnxRun.ImageFor(args[1], args[2], Number(3));
        return 0;
    case ["onnx-agree", _, _, _]:
        return OnnxRun.Agree(args[1], args[2], args[3]) ? 0 : 6;
    case ["onnx-compare", _, _, _]:
        OnnxRun.Compare(args[1], args[2], args[3]);
        return 0;
    case ["onnx-zoo", _]:
        ZooFiles.Write(args[1]);
        return 0;
    case ["onnx-ap", ..] when args.Length == 5:
        OnnxCheck.Ap(args[1], args[2], args[3], args[4]);
        return 0;
    case ["onnx-layers", ..] when args.Length == 5:
        return OnnxCheck.Layers(args[1], args[2], args[3], Number(4)) ? 0 : 6;
    case ["readme-pictures", _, _]:
        ReadmePictures.Draw(args[1], args[2]);
        return 0;
    case ["nmnist", _, _]:
        EventFrames.Write(args[1], args[2]);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: train-step SCALE SIZE BATCH RUNS | full-step DATA.yaml SCALE SIZE BATCH RUNS"
                + " | calibrated SCALE PICTURES SHIFT T OUT | engine GRAPH PICTURE SIZE MODE THREADS RUNS | density GRAPH PICTURE SIZE | "
                + "plot-density ENGINE.csv OUT.png | convert-race RACE.csv OUT.png | soak GRAPH PICTURE SIZE RUNS"
                + " | onnx-ap GRAPH NET.onnx|reference|exact DATA.yaml SPLIT | onnx-layers GRAPH NET.onnx PICTURES COUNT"
                + " | onnx-time NET.onnx H W RUNS THREADS | onnx-picture H W SEED IMAGE | onnx-image NET.onnx IMAGE SIDE"
                + " | onnx-agree NET.onnx IMAGE RESULT | onnx-compare NET.onnx IMAGE RESULT | onnx-zoo FOLDER | nmnist "
                + "RECORDINGS FOLDER | readme-pictures DEMO FOLDER"
        );
        return 2;
}

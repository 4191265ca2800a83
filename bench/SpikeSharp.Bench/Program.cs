using System.Globalization;
using SpikeSharp.Bench;

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
    default:
        Console.Error.WriteLine("usage: train-step SCALE SIZE BATCH RUNS | full-step DATA.yaml SCALE SIZE BATCH RUNS");
        return 2;
}

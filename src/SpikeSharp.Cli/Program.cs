using SpikeSharp.Cli;
using SpikeSharp.Cli.Terminal;

return Shell.Run(args, Display.Standard());

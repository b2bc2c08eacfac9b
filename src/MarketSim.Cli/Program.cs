using MarketSim.Cli;
using MarketSim.Cli.Terminal;

return await CommandLine.RunAsync(args, CommandConsole.OfProcess(), TimeProvider.System);

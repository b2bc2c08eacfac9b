using System.Globalization;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Reporting.Tests.Runs;

/// <summary>Adds to a <see cref="SyntheticRun"/> the files of a training: three learners that get better, two others, and a crowd.</summary>
internal static class SyntheticTraining
{
    private const int Replicas = 2;

    private static readonly (string Name, string Type, double Begin, double End)[] Agents =
    [
        ("PPO", "ppo", -40, 60), ("A2C", "a2c", -45, 35), ("momentum", "momentum", 12, -10), ("mean_reversion", "mean_reversion", 5, 2),
    ];

    /// <param name="ticks">Of the run, one a second.</param>
    public static void AddTo(string folder, int ticks, int episodes = 120, int openSeconds = 34_200)
    {
        var random = new RandomStream(9, RandomPurpose.Test, 0, 0);
        int ticksPerEpisode = ticks / episodes;
        using (StreamWriter rows = Open(folder, "episodes.csv"))
        {
            rows.WriteLine("episode,tick,replica,agent,agents,group,type,policy,decisions,reward,wealth_change,volume,position");
            for (int episode = 0; episode < episodes; episode++)
            {
                WriteEpisode(rows, episode, ((episode + 1) * ticksPerEpisode) - 1, episode / (double)episodes, ref random);
            }
        }

        using (StreamWriter rows = Open(folder, "learning.csv"))
        {
            rows.WriteLine("tick,episode,policy,version,name,value");
            for (int update = 1; update <= episodes * 2; update++)
            {
                WriteUpdate(rows, update, update * ticksPerEpisode / 2, update / (2.0 * episodes), ref random);
            }
        }

        using StreamWriter groups = Open(folder, "groups.csv");
        groups.WriteLine("tick,time_seconds,group,type,agents,cash,inventory,profit");
        for (int tick = 0; tick < ticks; tick += 2)
        {
            for (int agent = 0; agent < Agents.Length; agent++)
            {
                double position = Math.Round(20 * Math.Sin((tick / 37.0) + agent)) + random.NextInt32(2);
                groups.WriteLine(Text($"{tick},{openSeconds + tick},{Agents[agent].Name},{Agents[agent].Type},1,0,{position},{agent}"));
            }
        }
    }

    private static void WriteEpisode(StreamWriter rows, int episode, int tick, double part, ref RandomStream random)
    {
        for (int replica = 0; replica < Replicas; replica++)
        {
            for (int agent = 0; agent < Agents.Length; agent++)
            {
                (string name, string type, double begin, double end) = Agents[agent];
                double wealth = begin + ((end - begin) * (1 - Math.Exp(-4 * part))) + random.NextNormal(0, 25);
                string policy = agent < 2 ? name : "";
                rows.WriteLine(Text($"{episode},{tick},{replica},{agent},1,{name},{type},{policy},390,{wealth / 10},{wealth},{random.NextInt32(900)},{random.NextInt32(9)}"));
            }

            rows.WriteLine(Text($"{episode},{tick},{replica},,200,noise,noise,,80,{random.NextNormal(-0.2, 0.1)},{random.NextNormal(-2, 1)},12,0.5"));
        }
    }

    private static void WriteUpdate(StreamWriter rows, int update, int tick, double part, ref RandomStream random)
    {
        foreach (string policy in new[] { "PPO", "A2C" })
        {
            (string Name, double Value)[] figures =
            [
                ("train/policy_loss", -0.01 + random.NextNormal(0, 0.004)),
                ("train/value_loss", Math.Exp(-3 * part) + Math.Abs(random.NextNormal(0, 0.05))),
                ("train/entropy", 1.1 - (0.7 * part) + random.NextNormal(0, 0.02)),
                ("lag", 1 + random.NextDouble()),
                ("lag_maximum", 2 + random.NextInt32(3)),
            ];
            foreach ((string name, double value) in figures)
            {
                rows.WriteLine(Text($"{tick},{update / 2},{policy},{update},{name},{value}"));
            }
        }
    }

    private static StreamWriter Open(string folder, string fileName) => new(Path.Combine(folder, fileName)) { NewLine = "\n" };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.MultiAgent;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Environments.MultiAgent;

public sealed class MultiAgentEnvironmentTests
{
    [Fact]
    public void Agent_that_has_left_neither_acts_nor_earns_while_the_others_go_on()
    {
        var environment = new Countdown();
        var exchange = new AgentExchange(environment);
        environment.Reset(1, exchange);
        List<(double Short, double Long, bool ShortPresent)> steps = [];
        while (!exchange.IsOver)
        {
            exchange.Action(0)[0] = 1;
            exchange.Action(1)[1] = 0.5f;
            environment.Step(exchange);
            steps.Add((exchange.Rewards[0], exchange.Rewards[1], exchange.IsPresent[0]));
        }

        Assert.Equal([(1, 0.5, true), (1, 0.5, false), (0, 0.5, false), (0, 0.5, false)], steps);
        Assert.True(exchange.Truncated[1]);
        Assert.Throws<InvalidOperationException>(() => environment.Step(exchange));
    }

    [Fact]
    public void Sizes_follow_the_spaces_of_each_agent()
    {
        var exchange = new AgentExchange(new Countdown());

        Assert.Equal(1, exchange.Observation(0).Length);
        Assert.Equal(2, exchange.Observation(1).Length);
        Assert.Equal(1, exchange.Action(0).Length);
        Assert.Equal(2, exchange.Action(1).Length);
    }

    /// <summary>Agent "short" leaves after two steps, agent "long" is cut off after four.</summary>
    private sealed class Countdown : IMultiAgentEnvironment
    {
        private static readonly int[] Lengths = [2, 4];
        private int _step = -1;

        public IReadOnlyList<string> Agents { get; } = ["short", "long"];

        public Space ObservationSpace(int agent) => BoxSpace.Uniform(agent + 1, 0, 10);

        public Space ActionSpace(int agent) => agent == 0 ? new DiscreteSpace(2) : BoxSpace.Uniform(2, -1, 1);

        public void Reset(ulong seed, AgentExchange exchange)
        {
            _step = 0;
            exchange.BeginStep();
            Array.Fill(exchange.IsPresent, true);
        }

        public void Step(AgentExchange exchange)
        {
            EnvironmentGuard.RequireEpisode(_step >= 0 && _step < Lengths[1]);
            _step++;
            exchange.BeginStep();
            for (int agent = 0; agent < exchange.Count; agent++)
            {
                if (exchange.IsPresent[agent])
                {
                    bool isLast = _step == Lengths[agent];
                    exchange.Note(agent, new StepResult(exchange.Action(agent)[^1], isLast && agent == 0, isLast && agent == 1));
                }
            }
        }

        public void Save(MessagePackWriter writer) => writer.WriteInt64(_step);

        public void Restore(ref MessagePackReader reader) => _step = reader.ReadInt32();
    }
}

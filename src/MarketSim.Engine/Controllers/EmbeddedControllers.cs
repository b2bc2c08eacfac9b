using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Controllers;

/// <summary>The controllers of a market that runs in one thread: participants of its barrier, behind its only partition, called directly.</summary>
internal sealed class EmbeddedControllers
{
    private readonly OptionController[] _controllers;

    public EmbeddedControllers(MarketDefinition market, EpisodeCalendar calendar, int replica = 0, bool isDeterministic = false)
    {
        _controllers = [.. PolicyDefinition.ControllersOf(market).Select(controller => new OptionController(controller, market, calendar, 0, replica, isDeterministic))];
    }

    public IReadOnlyList<OptionController> All => _controllers;

    /// <summary>Names of the participants, in the order of their slots.</summary>
    public IEnumerable<string> Names => _controllers.Select(controller => controller.Name);

    public void BeginEpisode(ulong seed)
    {
        foreach (OptionController controller in _controllers)
        {
            controller.BeginEpisode(seed);
        }
    }

    /// <summary>Answers the open tick for all that are due.</summary>
    public void Run(MarketEngine engine, MarketSnapshot opened)
    {
        for (int i = 0; i < _controllers.Length; i++)
        {
            if (engine.IsDue(1 + i))
            {
                engine.Receive(1 + i, _controllers[i].Run(opened, engine.Deliver(1 + i)));
            }
        }
    }

    /// <summary>The last reports of an episode whose ticks are over.</summary>
    /// <returns>Trajectories for the learners.</returns>
    public IEnumerable<ParticipantMessage> End(MarketEngine engine, MarketSnapshot closed)
    {
        for (int i = 0; i < _controllers.Length; i++)
        {
            foreach (ParticipantMessage message in _controllers[i].Run(closed, engine.DeliverBetweenTicks(1 + i)).Messages)
            {
                if (message.Content is TrajectoryBatch)
                {
                    yield return message;
                }
            }
        }
    }
}

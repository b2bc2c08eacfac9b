using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Controllers;

/// <summary>The controllers of a market that runs in one thread, called directly: the participants of its barrier after its only partition.</summary>
internal sealed class EmbeddedControllers
{
    // Slot 0 is the partition's.
    private const int FirstSlot = 1;

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
            int slot = FirstSlot + i;
            if (engine.IsDue(slot))
            {
                engine.Receive(slot, _controllers[i].Run(opened, engine.Deliver(slot)));
            }
        }
    }

    /// <summary>Runs all controllers once more after the last tick of an episode, on the agents' last reports.</summary>
    /// <returns>Trajectories for the learners; choices are dropped, as no agent decides any more.</returns>
    public List<ParticipantMessage> EndEpisode(MarketEngine engine, MarketSnapshot closed)
    {
        var trajectories = new List<ParticipantMessage>();
        for (int i = 0; i < _controllers.Length; i++)
        {
            ParticipantActions actions = _controllers[i].Run(closed, engine.DeliverBetweenTicks(FirstSlot + i));
            trajectories.AddRange(actions.Messages.Where(static message => message.Content is TrajectoryBatch));
        }

        return trajectories;
    }
}

using Akka.Actor;
using MarketSim.Engine.Controllers;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Numerics.Serialization;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Training;

/// <summary>
/// The controller of a hierarchical policy at the barrier: it picks options on a slower time scale, whenever agents have reported that theirs have
/// ended. Its choices are messages, and arrive with the next tick like every other. What it learns from goes to its learner, which is placed apart.
/// </summary>
internal sealed class MetaControllerActor : TickParticipant
{
    private readonly OptionController _controller;
    private readonly EpisodeCalendar _calendar;
    private readonly string _statePart;
    private readonly string _weightsPart;
    private readonly bool _learns;

    public MetaControllerActor(ParticipantContext context, PolicyDefinition definition)
        : base(context)
    {
        _calendar = EpisodeCalendar.Of(context.Market);
        _controller = new OptionController(definition, context.Market, _calendar, _calendar.EpisodeAfter(context.RestoreFrom?.Tick ?? -1));
        _learns = definition.Learns;
        _statePart = $"{_controller.Name}/state";
        _weightsPart = Results.Checkpoints.PartNames.Policy(definition.Name);
        PartNames = _learns ? [_statePart, _weightsPart] : [_statePart];
    }

    /// <summary>Names of the parts of its own state, and of its weights, which the learner saves.</summary>
    protected override IReadOnlyList<string> PartNames { get; }

    /// <summary>It is due when agents have reported, and where a tick opens for all.</summary>
    protected override long NextDueTick => long.MaxValue;

    protected override void Restore(CheckpointParts parts)
    {
        var reader = new MessagePackReader(parts[_statePart]);
        _controller.Restore(ref reader);
        if (_learns)
        {
            _controller.SetWeights(TrainingMessageCodec.DecodeWeights(parts[_weightsPart]));
        }

        if (Setup.RestoreFrom!.IsProlonged(_calendar))
        {
            _controller.BeginEpisode(_calendar.SeedOf(_calendar.EpisodeAfter(Setup.RestoreFrom.Tick)));
        }
    }

    protected override void Begin(long tick)
    {
    }

    protected override void OnTick(TickOpened opened, IActorRef market)
    {
        ParticipantActions actions = _controller.Run(opened.Market, opened.Delivery);
        MessageMemory.Return(opened);
        Answer(market, opened.Market.Tick, actions);
    }

    protected override void Deliver(in ParticipantDelivery delivery, long nextTick) => _controller.Receive(delivery);

    protected override IReadOnlyList<PartContent> Save()
    {
        var writer = new MessagePackWriter();
        _controller.Save(writer);
        return [new PartContent(_statePart, writer.Written.ToArray())];
    }
}

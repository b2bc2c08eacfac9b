using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Controllers;

/// <summary>
/// The controller of a hierarchical policy in a market, as a state machine: agents report when their options have ended, and it answers with the options that
/// they are to execute next. It decides only when there are reports, on the slower time scale of options. Its learner is another participant, to which its
/// trajectories go.
/// </summary>
public sealed class OptionController
{
    private const int FieldCount = 5;
    private readonly PolicyDefinition _definition;
    private readonly Population _population;
    private readonly EpisodeCalendar _calendar;
    private readonly HierarchyRules _rules;
    private readonly int _replica;
    private readonly bool _isDeterministic;
    private readonly IPolicy _policy;
    private readonly PolicyBatch _batch;

    // Completed choices of an agent that become one trajectory segment; 0 for the whole episode.
    private readonly int _segmentLength;
    private readonly SortedDictionary<int, ControlledAgent> _agents = [];
    private readonly List<AgentOptionReport> _reports = [];
    private readonly OptionUsage _usage;
    private ulong _seed;
    private PolicyVersion _version;

    /// <param name="definition">The controller's policy.</param>
    /// <param name="episode">The episode to begin in.</param>
    /// <param name="replica">0 for the main market.</param>
    /// <param name="isDeterministic">True to take the likeliest choices instead of drawing them.</param>
    public OptionController(
        PolicyDefinition definition, MarketDefinition market, EpisodeCalendar calendar, int episode = 0, int replica = 0, bool isDeterministic = false)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(calendar);
        _definition = definition;
        _population = market.Population;
        _calendar = calendar;
        _replica = replica;
        _isDeterministic = isDeterministic;
        _rules = ((LearningAgent)definition.Groups[0].Agent).Hierarchy!;
        _segmentLength = definition.Agent.Parameters.Count("segment");
        _policy = definition.CreatePolicy();
        _batch = new PolicyBatch(_policy.ObservationSpace.Size, _policy.ActionSpace.Size, _policy.StateSize);
        _usage = new OptionUsage(_rules.Settings.NumOptions, _policy.ObservationSpace.Size, window: 1);
        BeginEpisode(calendar.SeedOf(episode, replica));
    }

    /// <summary>The participant's name.</summary>
    public string Name => ParticipantAddress.Controller(_definition.OptionsPolicy!).Value;

    /// <summary>The controller's policy; <see cref="PolicyDefinition.OptionsPolicy"/> names the policy whose options it picks.</summary>
    public PolicyDefinition Definition => _definition;

    /// <summary>Sets the weights, if they are the controller's.</summary>
    /// <exception cref="InvalidDataException">Their number is not the policy's.</exception>
    public void SetWeights(PublishedWeights published)
    {
        ArgumentNullException.ThrowIfNull(published);
        if (published.Policy != _definition.Name)
        {
            return;
        }

        if (published.Weights.Length != _policy.Weights.Length)
        {
            throw new InvalidDataException($"Policy {_definition.Name} has {_policy.Weights.Length} weights; {published.Weights.Length} were published.");
        }

        published.Weights.Span.CopyTo(_policy.Weights);
        _version = published.Version;
    }

    /// <summary>Receives messages without acting.</summary>
    public void Deliver(in ParticipantDelivery delivery)
    {
        foreach (ParticipantMessage message in delivery.Messages)
        {
            switch (message.Content)
            {
                case PublishedWeights weights:
                    SetWeights(weights);
                    break;
                case OptionReports reports:
                    _reports.AddRange(reports.Reports);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Answers an open tick at which it is due: choices for the agents that have reported, trajectories for its learner.</summary>
    public ParticipantActions Run(MarketSnapshot market, in ParticipantDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(market);
        Deliver(delivery);
        IReadOnlyList<ParticipantMessage> messages = Answer(market.Tick);
        if (_calendar.PhaseOf(market.Tick) == TickPhase.Rollover && _calendar.EpisodeAfter(market.Tick) is var next && next != _calendar.EpisodeOf(market.Tick))
        {
            BeginEpisode(_calendar.SeedOf(next, _replica));
        }

        return ParticipantActions.Of(messages, long.MaxValue);
    }

    /// <summary>Begins an episode: only the weights continue.</summary>
    /// <param name="seed">Seed of everything drawn in the episode.</param>
    public void BeginEpisode(ulong seed)
    {
        _seed = seed;
        _agents.Clear();
        _reports.Clear();
    }

    /// <summary>Saves everything but the weights, which are a part of the learner's state.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _reports.Sort();
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(_version.WeightsVersion);
        writer.WriteInt64(_version.Version);
        OptionMessageCodec.WriteReports(writer, _reports);
        _usage.Save(writer);
        writer.WriteArrayHeader(2 * _agents.Count);
        foreach ((int account, ControlledAgent agent) in _agents)
        {
            writer.WriteInt64(account);
            agent.Save(writer);
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote in the same episode.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        _version = new PolicyVersion(reader.ReadInt64(), reader.ReadInt64());
        _reports.Clear();
        _reports.AddRange(OptionMessageCodec.ReadReports(ref reader));
        _usage.Restore(ref reader);
        _agents.Clear();
        int count = reader.ReadArrayHeader() / 2;
        for (int i = 0; i < count; i++)
        {
            int account = reader.ReadInt32();
            var agent = new ControlledAgent();
            agent.Restore(ref reader, position => StreamOf(account, position));
            _agents.Add(account, agent);
        }
    }

    private List<ParticipantMessage> Answer(long tick)
    {
        var messages = new List<ParticipantMessage>();
        if (_reports.Count == 0)
        {
            return messages;
        }

        // Reports come from several partitions in any order.
        _reports.Sort();
        IReadOnlyList<OptionParty> parties = OptionParty.Of(_reports, _rules.Lead, _population);
        _reports.Clear();
        var segments = new List<TrajectorySegment>();
        foreach (OptionParty party in parties)
        {
            Complete(party, tick, segments);
        }

        if (segments.Count > 0 && _definition.Learns)
        {
            messages.Add(new ParticipantMessage(ParticipantAddress.Learner(_definition.Name), new TrajectoryBatch(segments)));
        }

        // At the end of the episode all parties end, and none needs a choice.
        List<OptionParty> choosing = [.. parties.Where(static party => party.End is null)];
        if (choosing.Count > 0)
        {
            List<AgentOptionChoice> choices = Choose(choosing);
            messages.Add(new ParticipantMessage(ParticipantAddress.HoldersOf(_definition.OptionsPolicy!), new OptionChoices(_definition.OptionsPolicy!, choices)));
            ReportFigures(tick, [(OptionFigures.Choice, choices[0].Choice.Option)], messages);
        }
        else if (_usage.TakeWindow(tick) is { } row)
        {
            var figures = new List<(string, double)>();
            OptionFigures.Report(row, (name, value) => figures.Add((name, value)));
            ReportFigures(tick, figures, messages);
        }

        return messages;
    }

    // Replicas report no figures: the tables of a run show the main market only.
    private void ReportFigures(long tick, IReadOnlyList<(string Name, double Value)> figures, List<ParticipantMessage> messages)
    {
        if (_definition.Learns && _replica == 0)
        {
            messages.Add(new ParticipantMessage(ParticipantAddress.Market, new LearnerRow(tick, _definition.Index, _version, figures, string.Empty)));
        }
    }

    // Completes the open choice of a party whose option has ended, and emits its trajectory where a segment is complete.
    private void Complete(OptionParty party, long tick, List<TrajectorySegment> segments)
    {
        ControlledAgent agent = AgentOf(party.Account);
        if (agent.IsOpen && party.Duration > 0)
        {
            _usage.Chosen(agent.Option, agent.Observation);
            _usage.Stepped(party.Account, agent.Option, party.Reward, regime: -1, party.Duration);
        }

        agent.Complete(party.Reward, party.Duration);
        bool isSegmentFull = _segmentLength > 0 && agent.Count >= _segmentLength;
        if (agent.Count > 0 && (party.End is not null || isSegmentFull))
        {
            long weightsVersion = agent.Version.WeightsVersion;
            segments.Add(new TrajectorySegment(
                tick, _replica, new AccountId(party.Account), weightsVersion, agent.Drain(party.Observation, party.End ?? TrajectoryEnd.Cut)));
        }

        if (party.End is not null)
        {
            _agents.Remove(party.Account);
        }
    }

    // One inference for all parties that have reported.
    private List<AgentOptionChoice> Choose(List<OptionParty> parties)
    {
        _batch.Resize(parties.Count);
        for (int row = 0; row < parties.Count; row++)
        {
            ControlledAgent agent = AgentOf(parties[row].Account);
            parties[row].Observation.CopyTo(_batch.Observation(row));
            agent.State.CopyTo(_batch.State(row));
            _batch.Random[row] = agent.Random;
        }

        _policy.Act(_batch, _isDeterministic);
        var choices = new List<AgentOptionChoice>();
        for (int row = 0; row < parties.Count; row++)
        {
            ControlledAgent agent = AgentOf(parties[row].Account);
            agent.Choose(parties[row].Observation, _batch.Action(row), _batch.LogProbabilities[row], _batch.Values[row], agent.State, _version);
            agent.State = _batch.State(row).ToArray();
            agent.Random = _batch.Random[row];
            OptionChoice choice = HierarchicalModels.ChoiceOf(_rules.Settings, _batch.Action(row));
            choices.AddRange(parties[row].Members.Select(account => new AgentOptionChoice(account, choice)));
        }

        return choices;
    }

    private ControlledAgent AgentOf(int account)
    {
        if (!_agents.TryGetValue(account, out ControlledAgent? agent))
        {
            agent = new ControlledAgent { Random = StreamOf(account, 0), State = new float[_policy.StateSize] };
            _agents.Add(account, agent);
        }

        return agent;
    }

    private RandomStream StreamOf(int account, ulong position)
    {
        AgentGroup group = _population.GroupOf(new AccountId(account));
        return new RandomStream(_seed, RandomPurpose.OptionChoice, group.Index, account - group.FirstAccount, position);
    }
}

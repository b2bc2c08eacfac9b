using MarketSim.Engine.Participants;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Wire.Messages;

/// <summary>Coordinator to node: start the actors at these slots. Run and epoch travel in the frame's header alone.</summary>
/// <param name="ScenarioYaml">The scenario as text.</param>
/// <param name="ScenarioDigest">Expected digest of the scenario that is read from the text.</param>
/// <param name="Manifest">
/// The checkpoint to begin with, without outputs, segments, summary and wall-clock time, which are not a host's affair; null for a new run.
/// </param>
/// <param name="Coordinator">Incarnation of the coordinator's node.</param>
internal sealed record PlaceParticipants(
    string Run,
    long Epoch,
    string ScenarioYaml,
    string ScenarioDigest,
    CheckpointManifest? Manifest,
    IReadOnlyList<BarrierSlot> Slots,
    string Coordinator);

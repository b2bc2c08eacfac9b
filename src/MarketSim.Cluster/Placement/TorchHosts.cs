using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Placement;

/// <summary>
/// The nodes that may host the torch learners of a run: those with one self-test (<see cref="NodeDescription.TorchSelfTest"/>), so that the run repeats to
/// the bit wherever its learners are placed.
/// </summary>
/// <param name="SelfTest">Of the run: the one in its checkpoints; before the first of them that of the nodes with the most threads. Null where no node has one.</param>
/// <param name="Nodes">The nodes that may.</param>
/// <param name="Refusals">Reason why each other node may not, in sentences.</param>
internal sealed record TorchHosts(string? SelfTest, IReadOnlyList<Member> Nodes, IReadOnlyList<string> Refusals)
{
    /// <summary>The hosts of a run without torch learners: all nodes.</summary>
    public static TorchHosts Any(IReadOnlyList<Member> nodes) => new(SelfTest: null, nodes, []);

    /// <param name="run">Its name, for messages.</param>
    /// <param name="recorded">The self-test in the run's checkpoints; null before the first.</param>
    public static TorchHosts Of(string run, IReadOnlyList<Member> nodes, string? recorded)
    {
        string? selfTest = recorded ?? nodes
            .Where(static node => node.Description.HasTorch)
            .GroupBy(static node => node.Description.TorchSelfTest, StringComparer.Ordinal)
            .OrderByDescending(static alike => alike.Sum(node => node.Description.Threads))
            .ThenBy(static alike => alike.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
        return new TorchHosts(
            selfTest,
            [.. nodes.Where(node => node.Description.HasTorch && node.Description.TorchSelfTest == selfTest)],
            [.. nodes.Where(node => node.Description.TorchSelfTest != selfTest || !node.Description.HasTorch).Select(node => Refusal(run, node.Description, selfTest))]);
    }

    /// <summary>The remedy when no node may host the learners, as a sentence; null when one may.</summary>
    public string? Missing(string run) => Nodes.Count > 0 ? null : SelfTest is null
        ? $"No live node can host the learners of run {run} on torch; it waits for one. Start a node that can load LibTorch, without --no-torch. {string.Join(' ', Refusals)}"
        : $"No live node computes on torch what run {run} was trained with (self-test {SelfTest}); it waits for one. Start a node on a processor of the same class. {string.Join(' ', Refusals)}";

    private static string Refusal(string run, NodeDescription node, string? selfTest) => node.HasTorch
        ? $"Node {node.Name} hosts no learner of run {run}: its processor computes other gradients and actions on torch (self-test {node.TorchSelfTest}) than the run's hosts (self-test {selfTest})."
        : $"Node {node.Name} hosts no learner of run {run}: it does not offer torch (LibTorch cannot be loaded there, or it was started with --no-torch).";
}

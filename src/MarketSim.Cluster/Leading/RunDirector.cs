using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Messages;
using MarketSim.Cluster.Placement;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Leading;

/// <summary>
/// Decides which run a node is to lead next, from its own view of the members and the store's list of runs. Every node has one, and all rank the nodes
/// of a run alike (weighted rendezvous hashing), so that a run has one leader as soon as the views agree; until then its epoch keeps it right, since each
/// new leader raises it.
/// </summary>
/// <remarks>A cluster singleton would do the same later: it moves only after its node was removed from the membership.</remarks>
internal sealed class RunDirector(NodeOptions options)
{
    private readonly Dictionary<string, (long Epoch, long At)> _freeSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _takenAt = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private MembershipView? _view;
    private long _reachedSince = options.TimeProvider.GetTimestamp();

    private NodeTimings Timings => options.Timings;

    /// <summary>The members of the moment.</summary>
    public void Sees(MembershipView view)
    {
        _view = view;
        _lost.RemoveWhere(incarnation => view.IsReachable(incarnation) || view.Find(incarnation) is null);
    }

    /// <summary>A member is most likely dead: its process closed the connection.</summary>
    public void AssociationLost(string incarnation) => _lost.Add(incarnation);

    /// <summary>Another node took this run from this one: the views differ, so it is left alone until they have had the time to agree.</summary>
    public void WasTaken(string run) => _takenAt[run] = options.TimeProvider.GetTimestamp();

    /// <summary>While the store was away no leader could report, which says nothing about them.</summary>
    public void StoreMissed() => _reachedSince = options.TimeProvider.GetTimestamp();

    /// <summary>The run whose lead this node should take now; null for none.</summary>
    /// <param name="runs">To be carried out, oldest first.</param>
    /// <param name="led">Runs that this node leads already: whether they were taken from it, their leaders find out.</param>
    public ActiveRun? Choose(string self, IReadOnlyList<ActiveRun> runs, IReadOnlyCollection<string> led)
    {
        Forget(runs);
        if (_view is not { } view || led.Count >= options.MaxLeads)
        {
            return null;
        }

        IReadOnlyList<Member> candidates = Candidates(view, self, runs);
        foreach (ActiveRun run in runs.Where(run => !led.Contains(run.Run, StringComparer.Ordinal) && (run.Build ?? options.Description.Build) == options.Description.Build))
        {
            if (!IsFree(run, view, self))
            {
                _freeSince.Remove(run.Run);
            }
            else if (IsDue(run, self, Rank(run.Run, self, candidates)))
            {
                return run;
            }
        }

        return null;
    }

    private void Forget(IReadOnlyList<ActiveRun> runs)
    {
        HashSet<string> names = [.. runs.Select(run => run.Run)];
        foreach (string gone in _freeSince.Keys.Concat(_takenAt.Keys).Where(run => !names.Contains(run)).ToList())
        {
            _freeSince.Remove(gone);
            _takenAt.Remove(gone);
        }
    }

    private bool IsFree(ActiveRun run, MembershipView view, string self)
    {
        if (run.Holder is not { } holder)
        {
            return true;
        }

        // One's own, though no leader of it is here: it failed.
        if (holder == self || view.Find(holder) is null || _lost.Contains(holder))
        {
            return true;
        }

        TimeSpan sinceReached = options.TimeProvider.GetElapsedTime(_reachedSince);
        TimeSpan limit = view.IsReachable(holder) ? Timings.Abandonment : Timings.ReportLimit;
        return run.SinceReport > limit && sinceReached > Timings.Report * 2;
    }

    private bool IsDue(ActiveRun run, string self, int rank)
    {
        // What is this node's own in the store was not taken: an answer was lost.
        if (run.Holder != self && _takenAt.TryGetValue(run.Run, out long takenAt) && options.TimeProvider.GetElapsedTime(takenAt) < Timings.Silence * 2)
        {
            return false;
        }

        if (!_freeSince.TryGetValue(run.Run, out (long Epoch, long At) since) || since.Epoch != run.Epoch)
        {
            since = (run.Epoch, options.TimeProvider.GetTimestamp());
            _freeSince[run.Run] = since;
        }

        return rank == 0 || options.TimeProvider.GetElapsedTime(since.At) > rank * Timings.Deference;
    }

    /// <summary>This node's place among those that might lead the run, from 0; a node without the role comes after all that have it.</summary>
    private static int Rank(string run, string self, IReadOnlyList<Member> candidates)
    {
        IEnumerable<string> Ranked(bool isWilling) => Rendezvous.Rank(
            run, candidates.Where(member => IsWilling(member) == isWilling).Select(member => (member.Incarnation, member.Description.Threads)));
        return Ranked(isWilling: true).Concat(Ranked(isWilling: false)).ToList().IndexOf(self);
    }

    private static bool IsWilling(Member member) => member.Description.Roles.Contains(NodeRoles.Market, StringComparer.Ordinal);

    // Those that can be reached, stay, compute what this node computes, and do not lead as many runs already as a node may.
    private List<Member> Candidates(MembershipView view, string self, IReadOnlyList<ActiveRun> runs)
    {
        ILookup<string?, ActiveRun> byHolder = runs.ToLookup(run => run.Holder, StringComparer.Ordinal);
        return
        [
            .. view.Members.Where(member => member.Incarnation == self
                || (member.IsReachable
                    && !member.IsLeaving
                    && !_lost.Contains(member.Incarnation)
                    && member.Description.Build == options.Description.Build
                    && member.Description.Arithmetic == options.Description.Arithmetic
                    && byHolder[member.Incarnation].Count() < options.MaxLeads)),
        ];
    }
}

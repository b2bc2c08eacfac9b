using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MarketSim.Numerics.Functions;

namespace MarketSim.Cluster.Placement;

/// <summary>
/// Weighted rendezvous hashing (Schindelhauer and Schomaker 2005, "Weighted distributed hash tables"): every pair of a piece and a node has a score, and
/// the piece goes to the node with the best. A node that comes or goes moves only its own share.
/// </summary>
internal static class Rendezvous
{
    /// <summary>The names of all candidates, best first.</summary>
    /// <param name="candidates">Name and weight of each, the weight positive.</param>
    public static IReadOnlyList<string> Rank(string piece, IEnumerable<(string Name, int Weight)> candidates) =>
    [
        .. candidates
            .Select(candidate => (candidate.Name, Score: Score(piece, candidate.Name, candidate.Weight)))
            .OrderByDescending(scored => scored.Score)
            .ThenBy(scored => scored.Name, StringComparer.Ordinal)
            .Select(scored => scored.Name),
    ];

    private static double Score(string piece, string name, int weight)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{piece}\n{name}"), hash);

        // Uniform in (0, 1): the 53 leading bits, in the middle of their cell.
        double uniform = ((BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) + 0.5) / (1UL << 53);
        return -weight / Elementary.Log(uniform);
    }
}

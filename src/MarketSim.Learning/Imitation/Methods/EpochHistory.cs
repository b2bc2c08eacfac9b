using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Methods;

/// <summary>Saves and restores what the epochs of a training led to.</summary>
internal static class EpochHistory
{
    public static void Write(MessagePackWriter writer, IReadOnlyList<ImitationEpoch> history)
    {
        writer.WriteArrayHeader(history.Count);
        foreach (ImitationEpoch epoch in history)
        {
            writer.WriteArrayHeader(3 + (2 * epoch.Figures.Count));
            writer.WriteDouble(epoch.Loss);
            writer.WriteDouble(epoch.HeldOutLoss ?? double.NaN);
            writer.WriteDouble(epoch.HeldOutScore ?? double.NaN);
            foreach ((string name, double value) in epoch.Figures.OrderBy(static figure => figure.Key, StringComparer.Ordinal))
            {
                writer.WriteString(name);
                writer.WriteDouble(value);
            }
        }
    }

    public static void Read(ref MessagePackReader reader, List<ImitationEpoch> history)
    {
        history.Clear();
        int epochs = reader.ReadArrayHeader();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            int figures = (reader.ReadArrayHeader() - 3) / 2;
            double loss = reader.ReadDouble();
            double heldOut = reader.ReadDouble();
            double score = reader.ReadDouble();
            var named = new Dictionary<string, double>(StringComparer.Ordinal);
            for (int figure = 0; figure < figures; figure++)
            {
                string name = reader.ReadString();
                named.Add(name, reader.ReadDouble());
            }

            history.Add(new ImitationEpoch(epoch, loss, double.IsNaN(heldOut) ? null : heldOut, double.IsNaN(score) ? null : score, named));
        }
    }
}

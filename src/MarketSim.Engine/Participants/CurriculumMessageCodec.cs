using MarketSim.Learning.Curriculum;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Participants;

/// <summary>Writes and reads the fields of a curriculum's messages, without the header and the kind, which <see cref="TrainingMessageCodec"/> writes.</summary>
internal static class CurriculumMessageCodec
{
    public static void WriteStages(MessagePackWriter writer, EpisodeStages stages)
    {
        writer.WriteInt64(stages.Episode);
        writer.WriteBoolean(stages.IsEvaluated);
        writer.WriteArrayHeader(stages.Stages.Count);
        foreach (int stage in stages.Stages)
        {
            writer.WriteInt64(stage);
        }
    }

    public static EpisodeStages ReadStages(ref MessagePackReader reader)
    {
        int episode = reader.ReadInt32();
        bool isEvaluated = reader.ReadBoolean();
        int count = reader.ReadArrayHeader();
        var stages = new List<int>();
        for (int i = 0; i < count; i++)
        {
            stages.Add(reader.ReadInt32());
        }

        return new EpisodeStages(episode, isEvaluated, stages);
    }

    public static void WriteEvaluated(MessagePackWriter writer, StageEvaluated evaluated)
    {
        writer.WriteInt64(evaluated.Episode);
        evaluated.Evaluation.Write(writer);
    }

    public static StageEvaluated ReadEvaluated(ref MessagePackReader reader) => new(reader.ReadInt32(), StageEvaluation.Read(ref reader));
}

namespace MarketSim.Learning.Curriculum;

/// <summary>The schedule that decides the difficulty of the next episode.</summary>
public enum CurriculumSchedule
{
    /// <summary>Stages that advance when they are mastered, and are left again when they are too hard.</summary>
    Automatic,

    /// <summary>Stages that begin after stated numbers of steps.</summary>
    Manual,

    /// <summary>Stages of equal numbers of steps.</summary>
    Linear,

    /// <summary>
    /// Difficulties are drawn where the score changes fastest (Portelas, Colas, Hofmann and Oudeyer 2019, Teacher algorithms for curriculum learning of Deep
    /// RL in continuously parameterized environments, algorithm 1: ALP-GMM).
    /// </summary>
    LearningProgress,

    /// <summary>Episodes from which most is to be learned, by the error of the value head, are played again (Jiang, Grefenstette and Rocktäschel 2021, Prioritized level replay).</summary>
    PrioritizedLevelReplay,
}

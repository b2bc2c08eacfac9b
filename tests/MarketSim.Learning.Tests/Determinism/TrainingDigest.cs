using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Tests.Networks;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Dense;
using MarketSim.Numerics.Functions;

namespace MarketSim.Learning.Tests.Determinism;

/// <summary>Digests of everything that weights come from, over fixed inputs.</summary>
internal static class TrainingDigest
{
    /// <summary>Products and functions, at shapes that are no multiple of any vector's.</summary>
    public static string Kernels()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((int rows, int inner, int columns) in ((int, int, int)[])[(1, 7, 3), (8, 33, 64), (37, 150, 71), (256, 64, 2)])
        {
            float[] left = Numbers.Normal(rows * inner, 1);
            float[] right = Numbers.Normal(inner * columns, 2);
            float[] bias = Numbers.Normal(columns, 3);
            float[] result = new float[rows * columns];
            Matrix.Multiply(left, right, bias, result, rows, inner, columns);
            Add(hash, result);
            Matrix.AddProduct(left, right, result, rows, inner, columns);
            Add(hash, result);
            Matrix.AddTransposedProduct(left, result, right, inner, rows, columns);
            Add(hash, right);
            Matrix.AddRows(result, bias, rows, columns);
            Add(hash, bias);
            foreach (Action<float[]> function in (Action<float[]>[])[Tanh, Sigmoid, Softplus, ExpThenLog])
            {
                float[] values = [.. result];
                function(values);
                Add(hash, values);
            }
        }

        return Hex(hash);
    }

    /// <summary>Weights after some updates of PPO, A2C with an LSTM, and SAC.</summary>
    public static string Training()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Train(new Ppo(CartPoles(), new PpoOptions { StepsPerRollout = 100, BatchSize = 50, Epochs = 2 }, seed: 1), 600);
        Train(new A2c(CartPoles(), new A2cOptions { LstmSize = 11 }, seed: 1), 300);
        Train(new Sac(new VectorEnvironment(1, _ => Pendulum.Version1()), new SacOptions { BatchSize = 37, LearningStarts = 60, HiddenSizes = [35, 17] }, seed: 1), 100);
        return Hex(hash);

        void Train(LearningAlgorithm algorithm, int steps)
        {
            algorithm.Learn(steps);
            Assert.True(algorithm.Learner.Version > 0);
            Add(hash, algorithm.Policy.Weights);
        }
    }

    private static VectorEnvironment CartPoles() => new(3, _ => CartPole.Version1());

    private static void Tanh(float[] values) => Elementary.Tanh(values, values);

    private static void Sigmoid(float[] values) => Elementary.Sigmoid(values, values);

    private static void Softplus(float[] values) => Elementary.Softplus(values, values);

    private static void ExpThenLog(float[] values)
    {
        Elementary.Exp(values, values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = 1 + Math.Min(values[i], 1e30f);
        }

        Elementary.Log(values, values);
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<float> values) => hash.AppendData(MemoryMarshal.AsBytes(values));

    private static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
}

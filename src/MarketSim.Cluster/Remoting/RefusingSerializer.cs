using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace MarketSim.Cluster.Remoting;

/// <summary>
/// Stands where Akka has its JSON serialiser: a message that nothing else is bound to would leave the process as JSON, and types named from outside would
/// be made here.
/// </summary>
internal sealed class RefusingSerializer : Serializer
{
    public const int SerializerId = 7_702;

    /// <param name="settings">Of the JSON serialiser; Akka passes them to whatever stands in its place.</param>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system)
    {
    }

    public override int Identifier => SerializerId;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType()} is not bound to a serialiser; a message between nodes must be an {nameof(IWireMessage)}.");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException($"{type} is not read from other nodes.");
}

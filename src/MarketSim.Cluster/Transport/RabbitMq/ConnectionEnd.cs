using System.Globalization;
using RabbitMQ.Client.Events;

namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>Why a connection or channel ended, in words.</summary>
internal static class ConnectionEnd
{
    public static string Describe(ShutdownEventArgs end)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{end.Initiator.ToString().ToLowerInvariant()} closed it with {end.ReplyCode} {end.ReplyText}");
        return end.Exception is { } cause ? $"{text} ({cause.GetBaseException().Message})" : text;
    }
}

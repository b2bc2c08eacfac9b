namespace MarketSim.Cluster.Store;

/// <summary>
/// The truth of a cluster: its runs, who leads them, and what they have committed. All times are the store's own clock.
/// </summary>
/// <remarks>
/// Every call may fail with <see cref="StoreUnavailableException"/>: then it may have been carried out or not, and can be made again. What cannot
/// be mended by trying again fails with <see cref="StoreRefusedException"/>.
/// </remarks>
public interface IClusterStore : IRunRegistry, IRunStorage, ILeaseStore, IAsyncDisposable;

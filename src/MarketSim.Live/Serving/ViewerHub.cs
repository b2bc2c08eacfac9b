namespace MarketSim.Live.Serving;

/// <summary>The open pages.</summary>
internal sealed class ViewerHub
{
    private readonly Lock _lock = new();
    private readonly List<Viewer> _viewers = [];
    private long _lostBefore;
    private bool _isOver;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _viewers.Count;
            }
        }
    }

    /// <summary>Frames that viewers were too slow for, of those that have left too.</summary>
    public long Lost
    {
        get
        {
            lock (_lock)
            {
                return _lostBefore + _viewers.Sum(static viewer => viewer.Lost);
            }
        }
    }

    /// <param name="maximum">Maximum number.</param>
    /// <returns>Null when there are as many already.</returns>
    public Viewer? Add(int maximum)
    {
        lock (_lock)
        {
            if (_viewers.Count >= maximum)
            {
                return null;
            }

            var viewer = new Viewer();
            _viewers.Add(viewer);
            if (_isOver)
            {
                viewer.End();
            }

            return viewer;
        }
    }

    public void Remove(Viewer viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
            _lostBefore += viewer.Lost;
        }
    }

    public void Publish(byte[] frame)
    {
        lock (_lock)
        {
            _viewers.ForEach(viewer => viewer.Offer(frame));
        }
    }

    /// <summary>No more frames come.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
            _viewers.ForEach(static viewer => viewer.End());
        }
    }
}

using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>Adds up the progress of files that are worked on at once, so that the screen shows one bar for all.</summary>
/// <param name="whole">Is told the sums.</param>
/// <param name="files">How many files there are.</param>
internal sealed class BatchProgress(IWorkProgress whole, int files)
{
    private readonly Lock _lock = new();
    private double _done;
    private double _total;
    private int _begun;

    /// <summary>The progress of one file.</summary>
    public IWorkProgress ForFile() => files == 1 ? whole : new Part(this);

    // Files not begun yet are taken to be as long as the mean of those that are.
    private void Add(string stage, double done, double total, bool isNew)
    {
        lock (_lock)
        {
            _done += done;
            _total += total;
            _begun += isNew ? 1 : 0;
            whole.Report(stage, _done, _begun == 0 ? 0 : _total * files / _begun);
        }
    }

    private sealed class Part(BatchProgress parent) : IWorkProgress
    {
        private readonly Lock _lock = new();
        private double _done;
        private double _total = -1;

        public void Report(string stage, double done, double total)
        {
            lock (_lock)
            {
                bool isNew = _total < 0;
                parent.Add(stage, done - _done, total - Math.Max(_total, 0), isNew);
                _done = done;
                _total = total;
            }
        }
    }
}

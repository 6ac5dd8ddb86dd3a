using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Renders segment by segment what the cache does not know, and keeps it.</summary>
/// <remarks>
/// A segment is 2¹⁹ samples of render time. At its start the key of every strip follows from the session and from the state before it. A strip
/// whose key is known need not run: its next state is known. One that is not known runs, from the kept state before it; so do the strips that
/// feed it, unless their audio was kept. As soon as a state is what it was before an edit, keys are known again.
/// </remarks>
internal sealed class SegmentWalk
{
    /// <summary>Samples of a segment.</summary>
    public const int SegmentLength = 1 << 19;

    // A bus of fewer inputs is rendered again in less time than its audio is kept, read and verified.
    private const int WideBus = 8;

    private readonly RenderEngine _engine;
    private readonly RenderCache _cache;
    private readonly StripKeys _keys;
    private readonly ImmutableArray<StripPlan> _strips;
    private readonly bool[] _isWanted;
    private readonly long _length;
    private readonly Hash256[] _segmentKeys;
    private readonly StateEntry[] _incoming;
    private readonly StateEntry?[] _known;
    private readonly Hash256?[] _live;
    private readonly bool[] _isRun;
    private readonly AudioFile?[] _audio;
    private readonly AudioFile.Writer?[] _writers;
    private readonly StateWriter _state = new();
    private bool _isFound;

    /// <summary>Whether a bus's audio is kept beside the mix's.</summary>
    /// <param name="strip">The bus.</param>
    public static bool IsWorthKeeping(StripPlan strip) => strip.Inputs.Length >= WideBus && !strip.HasPreFaderTap;

    /// <summary>Prepares a walk from the start.</summary>
    /// <param name="engine">Renders; at its start.</param>
    /// <param name="cache">What is known.</param>
    /// <param name="keys">Keys of strips.</param>
    /// <param name="strips">Strips in rendering order.</param>
    /// <param name="isWanted">Strips whose audio somebody takes, by place; the root's is always taken.</param>
    /// <param name="length">Samples of the programme.</param>
    public SegmentWalk(RenderEngine engine, RenderCache cache, StripKeys keys, ImmutableArray<StripPlan> strips, bool[] isWanted, long length)
    {
        _engine = engine;
        _cache = cache;
        _keys = keys;
        _strips = strips;
        _length = length;
        _isWanted = isWanted;
        _segmentKeys = new Hash256[strips.Length];
        _incoming = [.. strips.Select(_ => new StateEntry(default, string.Empty, 0, 0))];
        _known = new StateEntry?[strips.Length];
        _live = [.. strips.Select(_ => (Hash256?)default(Hash256))];
        _isRun = new bool[strips.Length];
        _audio = new AudioFile?[strips.Length];
        _writers = new AudioFile.Writer?[strips.Length];
        Start = engine.StartTime;
    }

    /// <summary>Segments of strips that were known, and that were not.</summary>
    public CacheStatistics Statistics { get; private set; }

    /// <summary>Render time of the segment's start.</summary>
    public long Start { get; private set; }

    /// <summary>Render time of the segment's end.</summary>
    public long End { get; private set; }

    /// <summary>True between <see cref="Begin"/> and <see cref="Finish"/>.</summary>
    public bool IsInside { get; private set; }

    /// <summary>Render time at which the next segment will end.</summary>
    public long NextEnd => Math.Min((Math.Max(Start, 0) / SegmentLength + 1) * SegmentLength, _length);

    private int Root => _strips.Length - 1;

    /// <summary>Passes over the next segment where all of it is known and the audio of some strips is kept: nothing is read or rendered.</summary>
    /// <param name="places">The strips, by place in rendering order.</param>
    /// <returns>Their audio in the same order; null where something must run, and the walk is where it was.</returns>
    public KeptAudio[]? TryPass(ImmutableArray<int> places)
    {
        FindKnown();
        if (Array.IndexOf(_known, null) >= 0 || !places.All(p => _cache.HasAudio(_segmentKeys[p])))
        {
            return null;
        }

        KeptAudio[] kept = [.. places.Select(p => _cache.Refer(_segmentKeys[p], _strips[p].Output.Count, Start, End))];
        _known.CopyTo(_incoming, 0);
        GoOn();
        _engine.Seek(Start);
        return kept;
    }

    /// <summary>Begins the next segment: finds what is known, and what must run.</summary>
    /// <param name="isHeard">The root's audio is wanted.</param>
    /// <param name="cancellation">Looked at between tasks.</param>
    public void Begin(bool isHeard, CancellationToken cancellation)
    {
        FindKnown();
        ChooseRuns(isHeard);
        if (Array.IndexOf(_isRun, true) >= 0)
        {
            if (!TrySetStates())
            {
                RenderFromStart(cancellation);
            }

            OpenWriters();
        }

        _engine.Seek(Start);
        IsInside = true;
    }

    /// <summary>Renders the next window of what must run.</summary>
    /// <param name="length">Samples, not past the window's or segment's end.</param>
    /// <param name="output">Receives the root's audio.</param>
    /// <param name="cancellation">Looked at between tasks.</param>
    public void Render(int length, AudioBlock output, CancellationToken cancellation)
    {
        long at = _engine.Time;
        for (int i = 0; i < _strips.Length; i++)
        {
            if (_audio[i] is { } audio && i != Root)
            {
                ReadKept(i, audio, at, length);
            }
        }

        _engine.Render(length, _isRun, cancellation);
        if (_isRun[Root])
        {
            _engine.Output(Root, length).CopyTo(output);
        }
        else
        {
            _audio[Root]?.Read(at, output);
        }

        for (int i = 0; i < _strips.Length; i++)
        {
            if (_writers[i] is { } writer && !_cache.Append(writer, _engine.Output(i, length)))
            {
                writer.Dispose();
                _writers[i] = null;
            }
        }
    }

    /// <summary>Ends the segment: keeps states and audio, and goes to the next.</summary>
    public void Finish()
    {
        var states = new List<(Hash256 Key, Hash256 State, byte[] Bytes)>();
        for (int i = 0; i < _strips.Length; i++)
        {
            if (_isRun[i])
            {
                KeepState(i, states);
            }

            if (_writers[i] is { } writer)
            {
                _cache.Write(writer.Complete);
                writer.Dispose();
                _writers[i] = null;
            }

            _audio[i]?.Dispose();
            _audio[i] = null;
            _incoming[i] = _known[i]!;
        }

        if (states.Count > 0)
        {
            _cache.Keep(states);
        }

        GoOn();
    }

    /// <summary>Gives up what is unfinished.</summary>
    public void Abandon()
    {
        for (int i = 0; i < _writers.Length; i++)
        {
            _writers[i]?.Dispose();
            _writers[i] = null;
            _audio[i]?.Dispose();
            _audio[i] = null;
        }
    }

    private void GoOn()
    {
        Start = End;
        IsInside = false;
        _isFound = false;
    }

    private void FindKnown()
    {
        if (_isFound)
        {
            return;
        }

        End = NextEnd;
        _isFound = true;
        long known = 0;
        _keys.Fill(Start, End, i => _incoming[i].State, _segmentKeys);
        for (int i = 0; i < _strips.Length; i++)
        {
            _known[i] = _cache.Find(_segmentKeys[i]);
            known += _known[i] is null ? 0 : 1;
        }

        Statistics = new CacheStatistics(Statistics.Hits + known, Statistics.Misses + _strips.Length - known);
    }

    private void ChooseRuns(bool isHeard)
    {
        for (int i = 0; i < _strips.Length; i++)
        {
            _isRun[i] = _known[i] is null;
        }

        for (int i = 0; isHeard && i < _strips.Length; i++)
        {
            if (i == Root || _isWanted[i])
            {
                NeedAudio(i);
            }
        }

        foreach (int i in _keys.ByLevel.Reverse())
        {
            if (_isRun[i])
            {
                NeedInputs(_strips[i]);
            }
        }
    }

    private void NeedInputs(StripPlan strip)
    {
        foreach (InputPlan input in strip.Inputs)
        {
            NeedAudio(_keys.PlaceOf(input.Source));
        }

        foreach (SlotPlan slot in strip.Slots)
        {
            if (slot.KeyStrip >= 0)
            {
                NeedAudio(_keys.PlaceOf(slot.KeyStrip));
            }

            if (slot.LeaderTap >= 0)
            {
                // What it hears lies inside the leader's chain and is not kept.
                MustRun(_keys.PlaceOf(slot.LeaderTap));
            }
        }
    }

    private void NeedAudio(int strip)
    {
        if (_isRun[strip] || _audio[strip] is not null)
        {
            return;
        }

        _audio[strip] = IsKept(strip) && _cache.HasAudio(_segmentKeys[strip])
            ? _cache.Audio(_segmentKeys[strip], _strips[strip].Output.Count, Start, End)
            : null;
        _isRun[strip] = _audio[strip] is null;
    }

    private void MustRun(int strip)
    {
        _audio[strip]?.Dispose();
        _audio[strip] = null;
        _isRun[strip] = true;
    }

    private bool IsKept(int strip) => strip == Root || IsWorthKeeping(_strips[strip]) || (_isWanted[strip] && !_strips[strip].HasPreFaderTap);

    private bool TrySetStates()
    {
        for (int i = 0; i < _strips.Length; i++)
        {
            if (!_isRun[i] || _live[i] == _incoming[i].State)
            {
                continue;
            }

            _live[i] = null;
            if (_incoming[i].State == default)
            {
                _engine.Strips[i].Reset();
            }
            else if (_cache.Load(_incoming[i]) is { } bytes)
            {
                _engine.Strips[i].Load(new StateReader(bytes));
            }
            else
            {
                return false;
            }

            _live[i] = _incoming[i].State;
        }

        return true;
    }

    // A state that should be there is gone or wrong: everything runs from the start to here, which gives the same states.
    private void RenderFromStart(CancellationToken cancellation)
    {
        _engine.Reset();
        while (_engine.Time < Start)
        {
            _engine.Render((int)Math.Min(RenderEngine.WindowAt(_engine.Time), Start - _engine.Time), null, cancellation);
        }

        for (int i = 0; i < _strips.Length; i++)
        {
            _live[i] = _incoming[i].State;
        }
    }

    private void OpenWriters()
    {
        for (int i = 0; i < _strips.Length; i++)
        {
            if (_isRun[i] && IsKept(i) && !_cache.HasAudio(_segmentKeys[i]))
            {
                _writers[i] = _cache.BeginAudio(_segmentKeys[i], _strips[i].Output.Count, Start, End);
            }
        }
    }

    private void ReadKept(int strip, AudioFile audio, long at, int length) => audio.Read(at, _engine.Kept(strip, length));

    private void KeepState(int strip, List<(Hash256 Key, Hash256 State, byte[] Bytes)> states)
    {
        _state.Clear();
        _engine.Strips[strip].Save(_state);

        // A strip without any state would hash like a new one anyway; its bytes are empty.
        Hash256 hash = _state.Length == 0 ? default : Hash256.Of(_state.Written);
        _live[strip] = hash;
        if (_known[strip] is null)
        {
            states.Add((_segmentKeys[strip], hash, _state.Written.ToArray()));
            _known[strip] = new StateEntry(hash, string.Empty, 0, 0);
        }
    }
}

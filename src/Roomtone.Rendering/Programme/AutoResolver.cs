using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Roomtone.Analysis;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>The pass before rendering that turns <c>auto</c> into numbers, strip after strip in the order of the signal.</summary>
/// <remarks>
/// What goes into the process (or its key, where one is set) is rendered once and measured; solos do not count, so that a stem hears the
/// decisions of the mix. What was found is kept in the cache under everything that it depends on.
/// </remarks>
/// <param name="graph">The routing.</param>
/// <param name="chains">The chains; their slots are replaced.</param>
/// <param name="compile">Compiles a strip with so many of its slots, or whole.</param>
/// <param name="slots">Makes settings.</param>
/// <param name="options">Catalog, cache, progress.</param>
internal sealed class AutoResolver(
    RoutingGraph graph, StripChains chains, Func<int, int?, ImmutableArray<StripPlan>> compile, SlotCompiler slots, RenderOptions options)
{
    private RenderCache? _cache;

    /// <summary>What was found, by strip and slot.</summary>
    public Dictionary<(int Strip, string Slot), ImmutableArray<AutomaticValue>> Found { get; } = [];

    /// <summary>Resolves every <c>auto</c> of strips that are heard.</summary>
    /// <param name="isHeard">By index.</param>
    /// <param name="pool">Threads.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="length">Samples of the programme.</param>
    public void Resolve(Func<int, bool> isHeard, Platform.WorkPool pool, int sampleRate, long length)
    {
        foreach (int strip in graph.Order.Where(isHeard))
        {
            ImmutableArray<ProcessSlot> chain = chains.Streaming(strip);
            for (int s = 0; s < chain.Length; s++)
            {
                IProcess process = slots.Create(graph.Strips[strip].Name, chain[s]);
                if (AutoAnalysis.IsNeededBy(process))
                {
                    int key = KeyOf(strip, chain[s]);
                    ImmutableArray<StripPlan> plans = key >= 0 ? compile(key, null) : compile(strip, s);
                    ImmutableArray<AutomaticValue> found = Find(process, chain[s], plans, pool, sampleRate, length);
                    Found[(strip, chain[s].Id)] = found;
                    chains.Resolve(strip, s, chain[s] with { Values = chain[s].Values.SetItems(found.Select(f => KeyValuePair.Create(f.Parameter, (ParameterValue)f.Value))) });
                }
            }
        }

        _cache?.Close();
    }

    private int KeyOf(int strip, ProcessSlot slot)
    {
        ImmutableArray<ProcessSlot> all = graph.Strips[strip].Processes;
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].Id == slot.Id)
            {
                return graph.Strips[strip].Keys[i];
            }
        }

        return -1;
    }

    private ImmutableArray<AutomaticValue> Find(
        IProcess process, ProcessSlot slot, ImmutableArray<StripPlan> plans, Platform.WorkPool pool, int sampleRate, long length)
    {
        Hash256 key = Key(slot, plans, sampleRate, length);
        _cache ??= options.CacheFolder is { } folder ? RenderCache.Open(folder, options.CacheLimitBytes) : null;
        if (_cache?.Find(key) is { } entry && _cache.Load(entry) is { } bytes)
        {
            return Read(process, bytes);
        }

        var found = new List<AutomaticValue>();
        AutoAnalysis.Resolve(process, Measure(plans, pool, sampleRate, length), found);
        byte[] text = Write(found);
        _cache?.Keep([(key, Hash256.Of(text), text)]);
        return [.. found];
    }

    private ProgrammeMeasurement Measure(ImmutableArray<StripPlan> plans, Platform.WorkPool pool, int sampleRate, long length)
    {
        using var engine = new RenderEngine(plans, pool, options.BlockLength);
        var meter = new ProgrammeMeter(sampleRate, engine.Layout);
        while (engine.Time < length)
        {
            long time = engine.Time;
            int count = (int)Math.Min(RenderEngine.WindowAt(time), (time < 0 ? 0 : length) - time);
            ReadOnlyAudioBlock audio = engine.Render(count, options.Cancellation);
            if (time >= 0)
            {
                meter.Add(audio);
                options.Progress?.Report("analysing", (double)(time + count) / sampleRate, (double)length / sampleRate);
            }
        }

        return meter.Read();
    }

    private Hash256 Key(ProcessSlot slot, ImmutableArray<StripPlan> plans, int sampleRate, long length)
    {
        var keys = new Hash256[plans.Length];
        new StripKeys(plans, sampleRate, options.Catalog).Fill(0, length, _ => default, keys);
        var writer = new KeyWriter();
        writer.Add("auto");
        writer.Add(ChainKey.Of(slot, options.Catalog));
        writer.Add(keys[^1]);
        return writer.Hash();
    }

    private static byte[] Write(List<AutomaticValue> found) => Encoding.UTF8.GetBytes(string.Join('\n', found.Select(
        f => string.Create(CultureInfo.InvariantCulture, $"{f.Parameter}\t{f.Value.Value:R}\t{f.Reason}"))));

    private ImmutableArray<AutomaticValue> Read(IProcess process, byte[] bytes)
    {
        ImmutableArray<AutomaticValue>.Builder values = ImmutableArray.CreateBuilder<AutomaticValue>();
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split('\t');
            Unit unit = options.Catalog.Find(process.Definition.Id)!.Parameters.First(p => p.Id == parts[0]).Units[0];
            values.Add(new AutomaticValue(parts[0], new ParameterValue.Quantity(double.Parse(parts[1], CultureInfo.InvariantCulture), unit), parts[2]));
        }

        return values.ToImmutable();
    }
}

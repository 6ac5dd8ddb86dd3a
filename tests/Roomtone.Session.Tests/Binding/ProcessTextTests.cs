using System.Text;
using Roomtone.Signal;

namespace Roomtone.Session.Tests;

public class ProcessTextTests
{
    [Fact]
    public void OneLine_SaysWhatTheSessionSays()
    {
        var line = ProcessText.ParseLine("eq: band 1 high-pass 80 Hz; band 2 bell 240 Hz -2.5 dB q 1.2", TestCatalog.Instance);
        Assert.Empty(line.Findings);
        ProcessSlot slot = Assert.Single(line.Slots);
        Assert.Equal(new ParameterValue.Quantity(-2.5, Unit.Decibels), slot.Values["band2.gain"]);
        Assert.Equal(6, slot.Values.Count);
    }

    [Theory]
    [InlineData("compressor: threshold -18 dB; ratio 3:1", "ratio", "3:1")]
    [InlineData("limiter: ceiling -1 dBTP", "ceiling", "-1 dBTP")]
    [InlineData("gain -3 dB", "amount", "-3 dB")]
    [InlineData("gain: -3 dB", "amount", "-3 dB")]
    [InlineData("pan: L30", "amount", "L30")]
    [InlineData(" compressor : threshold auto ;", "threshold", "auto")]
    public void Value_IsRead(string text, string key, string value)
    {
        var line = ProcessText.ParseLine(text, TestCatalog.Instance);
        Assert.Empty(line.Findings);
        Assert.Equal(value, line.Slots[0].Values[key].ToString());
    }

    [Fact]
    public void AcceptedSpelling_GivesTheId()
    {
        ProcessSlot slot = ProcessText.ParseLine("dcremove", TestCatalog.Instance).Slots[0];
        Assert.Equal(("dc-remove", "dc-remove"), (slot.Process, slot.Id));
    }

    [Theory]
    [InlineData("", "RT0302", 1)]
    [InlineData("\"x\"", "RT0302", 1)]
    [InlineData("compresor: ratio 3:1", "RT0307", 1)]
    [InlineData("compressor: treshold -18 dB", "RT0308", 13)]
    [InlineData("compressor: threshold -18", "RT0601", 23)]
    [InlineData("compressor: ratio 3:1; ratio 4:1", "RT0305", 24)]
    [InlineData("compressor: attack -1 ms", "RT0604", 20)]
    [InlineData("compressor: ratio 3:1; $", "RT0101", 24)]
    public void Fault_IsNamedAtItsColumn(string text, string code, int column)
    {
        var line = ProcessText.ParseLine(text, TestCatalog.Instance);
        Assert.Equal((code, column), (line.Findings[0].Code, line.Findings[0].Column));
    }

    [Theory]
    [InlineData("roomtone 1\nprocess eq tone\n  band 1 bell 1 kHz 2 dB\nprocess compressor\n")]
    [InlineData("roomtone 1\nstrip voice\n  process eq tone\n    band 1 bell 1 kHz 2 dB\n  process compressor\n")]
    public void ChainFile_HoldsProcessesOrOneStrip(string text)
    {
        var chain = ProcessText.ParseChain("c.room", Encoding.UTF8.GetBytes(text), TestCatalog.Instance);
        Assert.Empty(chain.Findings);
        Assert.Equal(["tone", "compressor"], chain.Slots.Select(s => s.Id));
    }

    [Fact]
    public void ChainFileWithoutProcesses_IsRefused() =>
        Assert.True(ProcessText.ParseChain("c.room", "roomtone 1\n"u8, TestCatalog.Instance).HasErrors);
}

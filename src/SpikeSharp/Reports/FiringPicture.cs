using SpikeSharp.Charts;
using SpikeSharp.Evaluation;

namespace SpikeSharp.Reports;

/// <summary><c>firing_rates.png</c>: how much each neuron layer fires, from the picture to the head.</summary>
public static class FiringPicture
{
    /// <summary>Draws the picture; nothing where no neuron was seen.</summary>
    /// <param name="pictures">Takes it.</param>
    /// <param name="rates">Of the layers, in order.</param>
    public static void Save(PictureFolder pictures, IReadOnlyList<LayerRate> rates)
    {
        if (rates.Count == 0)
            return;
        double[] layers = [.. Enumerable.Range(1, rates.Count)];
        LinePanel Chart(string title, Func<LayerRate, double> of, AxisRange? range = null) =>
            new([new LineSeries("", layers, [.. rates.Select(of)]) { Markers = true }])
            {
                Title = title,
                XLabel = "neuron layer",
                YRange = range,
                Legend = LegendPlace.None,
            };
        pictures.Add("firing_rates.png", () =>
            Figure.Render(
                [
                    Chart("mean integer spike", rate => rate.MeanSpikes),
                    Chart("share of channels that never fire", rate => rate.SilentChannels, AxisRange.Unit),
                    Chart("share of spikes at D", rate => rate.Saturated, AxisRange.Unit),
                ],
                columns: 1,
                panelWidth: 960,
                panelHeight: 260
            )
        );
    }
}

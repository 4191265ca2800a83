using System.Text.Json.Serialization;

namespace SpikeSharp.Data.Description;

/// <summary>A category of a panoptic JSON file.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
[method: JsonConstructor]
internal readonly record struct PanopticCategory(int Id, string Name);

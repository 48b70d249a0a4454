namespace Syncline.Connections.Secrets;

/// <summary>
/// Where a secret belongs. It is bound into the encryption, so an envelope copied to another connection or another option does not open.
/// </summary>
/// <param name="Connection">Name of the connection; case does not matter.</param>
/// <param name="Item">Option name, or <c>state:</c> and the name of a state value.</param>
public readonly record struct SecretPlace(string Connection, string Item);

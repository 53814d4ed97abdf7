/// What a server is shown so that it takes a profile; never printed.
package struct PushCredentials: Hashable, Sendable {
  /// For `Authorization: Basic`; both empty for none.
  package var user = ""
  package var password = ""
  /// For `Authorization: Bearer`; goes before the others.
  package var token = ""
  /// For `X-Scope-OrgID`, by which a server of several tenants tells them apart.
  package var tenant = ""

  package init() {}
}

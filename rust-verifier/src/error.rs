//! The closed list of codes, and the one error type.
//!
//! A code is stable; a message is written for the person who meets it and may change. Nothing that an attacker chose
//! stands in a message or in the context, but for hexadecimal of fixed-length fields and numbers.

use crate::json::{Write, Writer};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// What went wrong, as a program reads it. `src/errors.ts` mirrors this list; a test compares them.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code that this crate can give, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable text of the code.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

codes! {
    /// A length limit was passed before anything was decoded.
    EvidenceTooLarge = "evidence_too_large",
    /// Base64 or gzip is not in its one accepted encoding.
    EvidenceEncoding = "evidence_encoding",
    /// An envelope or report breaks its format: a length, a reserved bit, a JSON rule.
    EvidenceMalformed = "evidence_malformed",
    /// Recognised, or not, but not something that this version can verify.
    EvidenceUnsupported = "evidence_unsupported",
    /// A document of a well-known form without any part of a TEE.
    EvidenceNoTee = "evidence_no_tee",
    /// The hardware report does not vouch for the runtime data of Azure's paravisor.
    VtpmRuntimeData = "vtpm_runtime_data",
    /// The runtime data does not name exactly one attestation key of its virtual TPM, of the one kind that is accepted.
    VtpmKey = "vtpm_key",
    /// The TPM quote is not signed by that key.
    VtpmSignature = "vtpm_signature",
    /// The TPM quote covers other PCRs than all of SHA-256, or other values than the evidence gives.
    VtpmPcrs = "vtpm_pcrs",
    /// A certificate, CRL or collateral document breaks its encoding or profile.
    CollateralMalformed = "collateral_malformed",
    /// A certificate, CRL or document is past its end.
    CollateralExpired = "collateral_expired",
    /// A certificate, CRL or document has not begun.
    CollateralNotYetValid = "collateral_not_yet_valid",
    /// A certificate is on its vendor's revocation list.
    CollateralRevoked = "collateral_revoked",
    /// A CRL or document that its claimed issuer did not sign, or that belongs to another product.
    CollateralForged = "collateral_forged",
    /// Collateral of another platform or authority than the evidence's, or two of one kind.
    CollateralMismatch = "collateral_mismatch",
    /// Collateral older than what an earlier verdict stood on.
    CollateralRolledBack = "collateral_rolled_back",
    /// The chain does not end at an anchor of this call.
    RootUntrusted = "root_untrusted",
    /// A certificate of the chain is not what its place demands: signature, name, number.
    ChainInvalid = "chain_invalid",
    /// The report's own signature does not hold.
    SignatureInvalid = "signature_invalid",
    /// The leaf certificate is genuine, but of another product, chip, TCB or signer kind than the report.
    IdentityMismatch = "identity_mismatch",
    /// The report's TCB versions contradict each other.
    TcbOrder = "tcb_order",
    /// A TCB component is below the policy's floor.
    TcbBelowMinimum = "tcb_below_minimum",
    /// A TCB status that the policy does not name.
    TcbStatus = "tcb_status",
    /// The platform's TCB is revoked.
    TcbRevoked = "tcb_revoked",
    /// The platform reaches no TCB level of the collateral.
    TcbUnsupported = "tcb_unsupported",
    /// The TDX module has no identity in the collateral.
    TcbModuleUnknown = "tcb_module_unknown",
    /// The TDX module is not signed by whom the collateral names, or has other attributes.
    TcbModuleMismatch = "tcb_module_mismatch",
    /// An advisory concerns the platform that the policy does not accept.
    TcbAdvisory = "tcb_advisory",
    /// An event log breaks its format: a length, an algorithm, a register, an empty event.
    EventLogMalformed = "event_log_malformed",
    /// An event log says one thing twice.
    EventLogAmbiguous = "event_log_ambiguous",
    /// What an event says is not what was measured.
    EventLogUnauthenticated = "event_log_unauthenticated",
    /// An event of a name that this version does not know stands among those that it would interpret.
    EventLogUnknown = "event_log_unknown",
    /// The events do not lead to the registers that the evidence has.
    EventLogMismatch = "event_log_mismatch",
    /// The policy needs an event log, or an event, that is not there.
    EventLogMissing = "event_log_missing",
    /// Evidence of a TEE for which the policy has no section.
    PolicyTee = "policy_tee",
    /// The evidence is not bound to what this call expected.
    PolicyBinding = "policy_binding",
    /// A product that the policy does not name.
    PolicyProduct = "policy_product",
    /// A report version that the policy does not name.
    PolicyReportVersion = "policy_report_version",
    /// The guest may be debugged.
    PolicyDebug = "policy_debug",
    /// The guest may be migrated.
    PolicyMigration = "policy_migration",
    /// A VMPL that the policy does not name.
    PolicyVmpl = "policy_vmpl",
    /// The host, not the guest, asked for the report.
    PolicyHostRequested = "policy_host_requested",
    /// A kind of signing key that the policy does not name.
    PolicySigner = "policy_signer",
    /// A cloud provider (CSP_ID) that the policy does not name.
    PolicyCsp = "policy_csp",
    /// The chip's identity is masked.
    PolicyMaskedChip = "policy_masked_chip",
    /// A chip that the policy does not name.
    PolicyChipId = "policy_chip_id",
    /// A launch measurement that the policy does not name.
    PolicyMeasurement = "policy_measurement",
    /// HOST_DATA that the policy does not name.
    PolicyHostData = "policy_host_data",
    /// FAMILY_ID that the policy does not name.
    PolicyFamilyId = "policy_family_id",
    /// IMAGE_ID that the policy does not name.
    PolicyImageId = "policy_image_id",
    /// REPORT_ID that the policy does not name.
    PolicyReportId = "policy_report_id",
    /// ID_KEY_DIGEST that the policy does not name.
    PolicyIdKey = "policy_id_key",
    /// AUTHOR_KEY_DIGEST that the policy does not name.
    PolicyAuthorKey = "policy_author_key",
    /// GUEST_SVN below the policy's floor.
    PolicyGuestSvn = "policy_guest_svn",
    /// The guest policy's ABI version is below the policy's floor.
    PolicyAbi = "policy_abi",
    /// A bit of the guest policy is not as the policy demands.
    PolicyGuest = "policy_guest",
    /// A bit of PLATFORM_INFO is not as the policy demands.
    PolicyPlatformInfo = "policy_platform_info",
    /// A mitigation that the policy demands is missing or unproven.
    PolicyMitigation = "policy_mitigation",
    /// The firmware is provisional: its committed version differs from the current one.
    PolicyFirmware = "policy_firmware",
    /// A quote version that the policy does not name.
    PolicyQuoteVersion = "policy_quote_version",
    /// A bit of TDATTRIBUTES is not as the policy demands, or is reserved.
    PolicyTdAttributes = "policy_td_attributes",
    /// XFAM is not one that a TD can have.
    PolicyXfam = "policy_xfam",
    /// A service TD that the policy does not name.
    PolicyServiceTd = "policy_service_td",
    /// MRCONFIGID that the policy does not name.
    PolicyMrConfigId = "policy_mr_config_id",
    /// MROWNER that the policy does not name.
    PolicyMrOwner = "policy_mr_owner",
    /// MROWNERCONFIG that the policy does not name.
    PolicyMrOwnerConfig = "policy_mr_owner_config",
    /// MRSEAM that the policy does not name.
    PolicyMrSeam = "policy_mr_seam",
    /// FMSPC that the policy does not name.
    PolicyFmspc = "policy_fmspc",
    /// PPID that the policy does not name.
    PolicyPpid = "policy_ppid",
    /// Evidence of an Azure VM without what a policy needs there, or of another platform than the policy accepts.
    PolicyAzure = "policy_azure",
    /// A PCR that the policy does not name.
    PolicyPcr = "policy_pcr",
    /// A dstack application, instance or key provider that the policy does not name.
    PolicyDstack = "policy_dstack",
    /// tcbEvaluationDataNumber below the policy's floor.
    PolicyEvaluationNumber = "policy_evaluation_number",
    /// The policy itself is not one.
    PolicyInvalid = "policy_invalid",
    /// An argument of the call is not what its documentation demands.
    InputInvalid = "input_invalid",
    /// An endorsement is missing that the verdict needs.
    EndorsementsMissing = "endorsements_missing",
    /// A fault of this library.
    Internal = "internal",
}

/// What a program may want to know beside the code.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Context {
    /// The specification's name of the field, or the path of a policy key.
    pub field: Option<String>,
    /// What would have been accepted.
    pub expected: Option<String>,
    /// What was there: a number, or hexadecimal of a fixed-length field.
    pub actual: Option<String>,
    /// The endorsements that would help, as addresses at their vendor; empty where nobody can be asked
    /// (`endorsements_missing`).
    pub urls: Option<Vec<String>>,
}

impl Context {
    /// What is known of it, as members of an object begun.
    pub(crate) fn members(&self, out: &mut Writer) {
        out.given("field", &self.field);
        out.given("expected", &self.expected);
        out.given("actual", &self.actual);
        out.given("urls", &self.urls);
    }
}

impl Write for Context {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        self.members(out);
        out.close(b'}');
    }
}

/// One failure. Boxed, because every fallible function returns one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Error(Box<Failure>);

#[derive(Clone, Debug, Eq, PartialEq)]
struct Failure {
    code: Code,
    message: String,
    context: Context,
}

impl Error {
    /// An error with a message and no context.
    #[must_use]
    pub fn new(code: Code, message: impl AsRef<str>) -> Self {
        Self::of(code, message.as_ref())
    }

    /// Names the field that was wrong.
    #[must_use]
    pub fn field(self, field: impl AsRef<str>) -> Self {
        self.with(|context| &mut context.field, field.as_ref())
    }

    /// Says what would have been accepted.
    #[must_use]
    pub fn expected(self, expected: impl AsRef<str>) -> Self {
        self.with(|context| &mut context.expected, expected.as_ref())
    }

    /// Says what was there. Only numbers and hexadecimal of fixed-length fields belong here.
    #[must_use]
    pub fn actual(self, actual: impl AsRef<str>) -> Self {
        self.with(|context| &mut context.actual, actual.as_ref())
    }

    /// Out of line, as [`Error::with`]: hundreds of places make an error, and none of them often.
    #[cold]
    #[inline(never)]
    fn of(code: Code, message: &str) -> Self {
        Self(Box::new(Failure { code, message: message.to_owned(), context: Context::default() }))
    }

    #[cold]
    #[inline(never)]
    fn with(mut self, member: fn(&mut Context) -> &mut Option<String>, text: &str) -> Self {
        *member(&mut self.0.context) = Some(text.to_owned());
        self
    }

    /// Lists the endorsements that would help.
    #[must_use]
    pub fn urls(mut self, urls: Vec<String>) -> Self {
        self.0.context.urls = Some(urls);
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The words for a person.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The facts for a program.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.0.context
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "{}: {}", self.code().as_str(), self.message())
    }
}

impl core::error::Error for Error {}

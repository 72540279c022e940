; The folder of the administrators' policy, $APPDATA\Beratungskoffer (all users: C:\ProgramData). Every user may make
; folders there, and whoever owns the policy chooses where updates come from. So only administrators own it.

!define ADMINISTRATORS "*S-1-5-32-544"
!define SYSTEM "*S-1-5-18"
!define USERS "*S-1-5-32-545"
!define IS_LINK 0x400

; Puts 1 into $0 if administrators or the system own the file or folder $1, else 0.
Function IsOwnedByAdministrators
  StrCpy $0 0
  System::Call 'advapi32::GetNamedSecurityInfoW(t r1, i 1, i 1, *p .r2, p 0, p 0, p 0, *p .r3) i .r4'
  ${If} $4 <> 0
    Return
  ${EndIf}
  ; WinBuiltinAdministratorsSid, WinLocalSystemSid
  System::Call 'advapi32::IsWellKnownSid(p r2, i 26) i .r0'
  ${If} $0 = 0
    System::Call 'advapi32::IsWellKnownSid(p r2, i 22) i .r0'
  ${EndIf}
  System::Call 'kernel32::LocalFree(p r3)'
FunctionEnd

; Moves the file or folder $1 out of the way if somebody else put it there.
Function MoveForeignAway
  ${IfNot} ${FileExists} "$1"
    Return
  ${EndIf}
  System::Call 'kernel32::GetFileAttributesW(t r1) i .r5'
  IntOp $5 $5 & ${IS_LINK}
  ${If} $5 <> 0
    ; A link is removed, not what it leads to.
    RMDir "$1"
    Delete "$1"
    ${Log} "removed a link: $1"
    Return
  ${EndIf}
  Call IsOwnedByAdministrators
  ${If} $0 = 0
    System::Call 'kernel32::GetTickCount() i .r6'
    Rename "$1" "$1.fremd-$6"
    ${Log} "not of administrators, moved away: $1.fremd-$6"
  ${EndIf}
FunctionEnd

; Runs icacls and writes into the log what it refuses.
!macro Permissions WORDS
  nsExec::ExecToStack '"$SYSDIR\icacls.exe" ${WORDS}'
  Pop $0
  Pop $1
  ${If} $0 != 0
    ${Log} 'icacls ${WORDS}: $0 $1'
  ${EndIf}
!macroend

Function ProtectPolicy
  StrCpy $1 "$APPDATA\${NAME}"
  Call MoveForeignAway
  CreateDirectory "$APPDATA\${NAME}"
  StrCpy $1 "$APPDATA\${NAME}\policy.ini"
  Call MoveForeignAway
  !insertmacro Permissions '"$APPDATA\${NAME}" /setowner ${ADMINISTRATORS} /T /C /Q'
  !insertmacro Permissions '"$APPDATA\${NAME}" /inheritance:r /grant:r ${ADMINISTRATORS}:(OI)(CI)F ${SYSTEM}:(OI)(CI)F ${USERS}:(OI)(CI)RX /Q'
  ${If} $PolicyFile == ""
    Return
  ${EndIf}
  ClearErrors
  CopyFiles /SILENT "$PolicyFile" "$APPDATA\${NAME}\policy.ini"
  ${If} ${Errors}
    !insertmacro Fail ${FAILED_WRITING} "$(CannotWrite)"
  ${EndIf}
  ; What is copied may bring along who may write it.
  !insertmacro Permissions '"$APPDATA\${NAME}\policy.ini" /reset /Q'
  !insertmacro Permissions '"$APPDATA\${NAME}\policy.ini" /setowner ${ADMINISTRATORS} /Q'
  ${Log} "policy: $PolicyFile"
FunctionEnd

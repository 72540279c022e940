; Finds and closes programs that were started from $INSTDIR, whoever started them and however they are called.

!define CLOSE_MESSAGE 0x0010
; Size of PROCESSENTRY32W; the id comes third in it.
!if ${NSIS_PTR_SIZE} > 4
  !define ENTRY_SIZE 568
!else
  !define ENTRY_SIZE 556
!endif
!define MAY_ASK_NAME 0x1000
!define ROUNDS 60
!define ASK_AGAIN 20

!macro RunningFunctions UN

; Puts the number of running programs into $R0. With $R1 = 1 their windows are asked to close, too.
Function ${UN}CountRunning
  StrCpy $R0 0
  StrLen $R5 "$INSTDIR\"
  System::Call 'kernel32::GetCurrentProcessId() i .R6'
  System::Alloc ${ENTRY_SIZE}
  Pop $R3
  System::Call '*$R3(i ${ENTRY_SIZE})'
  System::Call 'kernel32::CreateToolhelp32Snapshot(i 2, i 0) p .R2'
  System::Call 'kernel32::Process32FirstW(p R2, p R3) i .R4'
  ${While} $R4 <> 0
    System::Call '*$R3(i, i, i .R7)'
    StrCpy $R9 ""
    System::Call 'kernel32::OpenProcess(i ${MAY_ASK_NAME}, i 0, i R7) p .R8'
    ${If} $R8 P<> 0
      System::Call 'kernel32::QueryFullProcessImageNameW(p R8, i 0, t .R9, *i ${NSIS_MAX_STRLEN}) i'
      System::Call 'kernel32::CloseHandle(p R8)'
    ${EndIf}
    StrCpy $R9 $R9 $R5
    ${If} $R9 == "$INSTDIR\"
    ${AndIf} $R7 <> $R6
      IntOp $R0 $R0 + 1
      ${If} $R1 = 1
        Call ${UN}CloseWindows
      ${EndIf}
    ${EndIf}
    System::Call 'kernel32::Process32NextW(p R2, p R3) i .R4'
  ${EndWhile}
  System::Call 'kernel32::CloseHandle(p R2)'
  System::Free $R3
FunctionEnd

; Asks the windows of the process $R7 to close, as the cross in the corner does.
Function ${UN}CloseWindows
  StrCpy $0 0
  ${Do}
    FindWindow $0 "" "" 0 $0
    ${If} $0 = 0
      ${ExitDo}
    ${EndIf}
    System::Call 'user32::GetWindowThreadProcessId(p r0, *i .r1) i'
    System::Call 'user32::IsWindowVisible(p r0) i .r2'
    ${If} $1 = $R7
    ${AndIf} $2 <> 0
      System::Call 'user32::PostMessageW(p r0, i ${CLOSE_MESSAGE}, p 0, p 0)'
    ${EndIf}
  ${Loop}
FunctionEnd

; Goes on once no program runs. Silent: asks it to close and gives up after 15 seconds; otherwise asks the user first.
Function ${UN}CloseProgram
  StrCpy $R1 0
  Call ${UN}CountRunning
  ${If} $R0 = 0
    Return
  ${EndIf}
  ${Log} "still running: $R0"
  again:
  ${IfNot} ${Silent}
    MessageBox MB_OKCANCEL|MB_ICONINFORMATION "$(StillRunning)" IDOK close
    RMDir /r "$INSTDIR.new"
    !insertmacro Cancel
    close:
  ${EndIf}
  StrCpy $3 0
  ${Do}
    IntOp $4 $3 % ${ASK_AGAIN}
    StrCpy $R1 0
    ${If} $4 = 0
      StrCpy $R1 1
    ${EndIf}
    Call ${UN}CountRunning
    ${If} $R0 = 0
      ${Log} "closed"
      Return
    ${EndIf}
    Sleep 250
    IntOp $3 $3 + 1
  ${LoopUntil} $3 = ${ROUNDS}
  ${IfNot} ${Silent}
    Goto again
  ${EndIf}
  RMDir /r "$INSTDIR.new"
  !insertmacro Fail ${FAILED_RUNNING} "$(StillRunning)"
FunctionEnd

!macroend

!insertmacro RunningFunctions ""
!insertmacro RunningFunctions "un."
